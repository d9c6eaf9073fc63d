/* What the compiled loops share.
 *
 * None of them knows Python: Python hands over pointers into numpy's arrays, and does the same with numpy alone where no
 * compiler was at hand. Sizes and offsets are never negative; every array is C-contiguous.
 */

#ifndef BOCTACH_KERNEL_H
#define BOCTACH_KERNEL_H

#include <stdint.h>

#ifdef _WIN32
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

#ifdef __GNUC__
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

#endif
