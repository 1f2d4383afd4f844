//! Nothing: what counts is what the scripts of the dependencies do.
