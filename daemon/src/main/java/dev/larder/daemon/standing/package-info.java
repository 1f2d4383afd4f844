/**
 * Standing answers: what was said to a request, left where a wrapper finds it, together with all
 * that it rests on. As long as that is so, the wrapper gives the answer itself and leaves a note.
 */
@NullMarked
package dev.larder.daemon.standing;

import org.jspecify.annotations.NullMarked;
