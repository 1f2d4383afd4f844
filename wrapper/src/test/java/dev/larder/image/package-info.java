/** What is done to the daemon's classes when the image is assembled. */
@NullMarked
package dev.larder.image;

import org.jspecify.annotations.NullMarked;
