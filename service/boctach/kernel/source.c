/* Which sources a library was compiled from. */

#include "kernel.h"

#ifndef SOURCE
#define SOURCE ""
#endif

/* The digest of all of them, by which a library left over from older ones is known. */
EXPORTED const char *source(void) { return SOURCE; }
