//! Has a build script.
