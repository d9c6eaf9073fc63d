/* The features of a text that a topic model knows: what `boctach/topics/table.py` does with numpy in many steps. */

#include <stdlib.h>
#include <string.h>

#include "kernel.h"

#define DIGIT 11 /* bits of a row that are sorted by at once */

/* The features of a model, in the order of their keys; behind the last key stands one that is higher than any other.
 *
 * keys, rows: [features + 1]; first: by the bits of a key from `shift` on, the first feature with such bits or higher.
 */
typedef struct {
    const uint64_t *keys;
    const int32_t *rows;
    const int32_t *first;
    int64_t shift;
} Features;

/* Sort pairs of a row (upper half) and an occurrence (lower half), which come by occurrence, by row. */
static void sort(uint64_t *pairs, uint64_t *room, int64_t count, uint64_t highest)
{
    for (int bits = 32; highest >> (bits - 32); bits += DIGIT) {
        int64_t starts[(1 << DIGIT) + 1] = {0};
        for (int64_t at = 0; at < count; at++)
            starts[(pairs[at] >> bits & ((1 << DIGIT) - 1)) + 1]++;
        for (int digit = 0; digit < 1 << DIGIT; digit++)
            starts[digit + 1] += starts[digit];
        for (int64_t at = 0; at < count; at++)
            room[starts[pairs[at] >> bits & ((1 << DIGIT) - 1)]++] = pairs[at];
        memcpy(pairs, room, sizeof(uint64_t) * (size_t)count);
    }
}

/* The known ones among the features that a text has: `table.Table.known`.
 *
 * asked: [count], their keys in the order of the text; occurrences: room for [count]: the numbers of those that are
 * known, feature by feature; found, counts: room for [count]: the row of each of these features, rows ascending, and how
 * often it occurs. sizes: [2]: how many occurrences and features there are. Returns 0 where memory is short.
 */
EXPORTED int known_features(const Features *features, const uint64_t *asked, int64_t count, int64_t *occurrences,
                            int64_t *found, int64_t *counts, int64_t *sizes)
{
    uint64_t *pairs = malloc(sizeof(uint64_t) * 2 * (size_t)(count + 1));
    int32_t *at = malloc(sizeof(int32_t) * (size_t)(count + 1));
    if (!pairs || !at) {
        free(pairs);
        free(at);
        return 0;
    }
    for (int64_t number = 0; number < count; number++)
        PREFETCH(features->first + (asked[number] >> features->shift));
    for (int64_t number = 0; number < count; number++) {
        at[number] = features->first[asked[number] >> features->shift];
        PREFETCH(features->keys + at[number]);
    }
    int64_t known = 0, different = 0;
    uint64_t highest = 0;
    for (int64_t number = 0; number < count; number++) {
        int32_t here = at[number];
        while (features->keys[here] < asked[number])
            here++;
        if (features->keys[here] != asked[number] || features->rows[here] < 0)
            continue;
        uint64_t row = (uint64_t)features->rows[here];
        highest = row > highest ? row : highest;
        pairs[known++] = row << 32 | (uint64_t)number;
    }
    sort(pairs, pairs + count, known, highest);
    for (int64_t number = 0; number < known; number++) {
        int64_t row = (int64_t)(pairs[number] >> 32);
        occurrences[number] = (int64_t)(pairs[number] & UINT32_MAX);
        if (!different || found[different - 1] != row) {
            found[different] = row;
            counts[different++] = 0;
        }
        counts[different - 1]++;
    }
    sizes[0] = known;
    sizes[1] = different;
    free(pairs);
    free(at);
    return 1;
}
