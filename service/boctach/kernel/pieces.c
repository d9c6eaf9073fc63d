/* Pieces of text found by what is written: what `boctach/text/pieces.py` does with a dictionary. */

#include <string.h>

#include "kernel.h"

#define SPREADING UINT64_C(0x9E3779B97F4A7C15) /* 2^64 by the golden ratio: Fibonacci hashing */
#define FACTOR UINT64_C(0x100000001B3)         /* of Fowler, Noll and Vo's hash */

/* The pieces of text met so far, to be found by what is written.
 *
 * slots[1 << bits, 2]: the hash of a piece, and one more than its row, 0 where a slot is free. A piece stands in the
 * first free slot from that on of which the leading bits of its hash tell; some slots are always free.
 * rows[pieces, 3]: where the code points of the piece begin in `points`, how many they are, and the piece's number.
 */
typedef struct {
    uint64_t *slots;
    int64_t bits;
    uint64_t seed;
    const int64_t *rows;
    const uint32_t *points;
} Index;

static uint64_t hash_of(const Index *index, const uint32_t *points, int64_t length)
{
    uint64_t hash = index->seed;
    for (int64_t at = 0; at < length; at++)
        hash = (hash ^ points[at]) * FACTOR;
    return (hash ^ hash >> 32) * SPREADING;
}

/* The slot where a piece stands, or would stand. */
static uint64_t *slot_of(const Index *index, uint64_t hash, const uint32_t *points, int64_t length)
{
    uint64_t mask = (UINT64_C(1) << index->bits) - 1;
    for (uint64_t at = hash >> (64 - index->bits);; at = (at + 1) & mask) {
        uint64_t *slot = index->slots + at * 2;
        if (!slot[1])
            return slot;
        const int64_t *row = index->rows + (slot[1] - 1) * 3;
        if (slot[0] == hash && row[1] == length &&
            !memcmp(index->points + row[0], points, sizeof(uint32_t) * (size_t)length))
            return slot;
    }
}

/* Let the pieces of rows [first, behind) be found. */
EXPORTED void remember(const Index *index, int64_t first, int64_t behind)
{
    for (int64_t row = first; row < behind; row++) {
        const uint32_t *points = index->points + index->rows[row * 3];
        int64_t length = index->rows[row * 3 + 1];
        uint64_t hash = hash_of(index, points, length), *slot = slot_of(index, hash, points, length);
        slot[0] = hash;
        slot[1] = (uint64_t)row + 1;
    }
}

/* The pieces between the blanks of stretches of a text: `pieces._Index.split`.
 *
 * text: its code points; stretches: [count, 2], where each begins and ends; starts, ends, numbers, hashes: room for all
 * pieces, one more than there are blanks in each stretch; a number is -1 where the piece was not met before; bounds:
 * [count + 1], the first piece of each stretch, and how many there are in all.
 */
EXPORTED void split(const Index *index, const uint32_t *text, const int64_t *stretches, int64_t count, int64_t *starts,
                    int64_t *ends, int64_t *numbers, uint64_t *hashes, int64_t *bounds)
{
    int64_t pieces = 0;
    for (int64_t stretch = 0; stretch < count; stretch++) {
        bounds[stretch] = pieces;
        for (int64_t at = stretches[stretch * 2], end = stretches[stretch * 2 + 1]; at <= end; at++) {
            int64_t start = at;
            while (at < end && text[at] != ' ')
                at++;
            starts[pieces] = start;
            ends[pieces] = at;
            hashes[pieces] = hash_of(index, text + start, at - start);
            PREFETCH(index->slots + (hashes[pieces++] >> (64 - index->bits)) * 2);
        }
    }
    bounds[count] = pieces;
    for (int64_t piece = 0; piece < pieces; piece++) {
        const uint32_t *points = text + starts[piece];
        const uint64_t *slot = slot_of(index, hashes[piece], points, ends[piece] - starts[piece]);
        numbers[piece] = slot[1] ? index->rows[(slot[1] - 1) * 3 + 2] : -1;
    }
}
