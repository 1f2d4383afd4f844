/* XXH3, compiled into who includes it. */
#ifndef LARDER_XXH3_H
#define LARDER_XXH3_H

#define XXH_INLINE_ALL
#include <xxhash.h>

#endif
