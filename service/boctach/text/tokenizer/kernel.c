/* The inner loops of the segmenter and the tagger: what numpy does in many small steps, in one each.
 *
 * Nothing here knows Python: `kernel.py` calls these functions with pointers into numpy's arrays, and the same modules
 * do without them where no compiler was at hand. Sizes and offsets are never negative; every array is C-contiguous.
 */

#include <stdint.h>
#include <stdlib.h>

#ifdef _WIN32
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

#ifndef SOURCE
#define SOURCE ""
#endif

#define BUCKET 8                             /* as in ngrams.py */
#define SPREADING UINT64_C(0x9E3779B97F4A7C15) /* as in ngrams.py */
#define SECOND_BITS 32                       /* as in ngrams.py */
#define ROUNDING 1e-9                        /* as in paths.py */

/* The digest of this file, by which a library left over from an older one is known. */
EXPORTED const char *source(void) { return SOURCE; }

/* The row of the n-gram that begins at each place, 0 where there is none: `ngrams.Chain.rows`.
 *
 * firsts, seconds: [places]; held: [1 << bits, BUCKET] keys; numbers: [1 << bits, BUCKET]; found: [places].
 */
EXPORTED void chain_rows(const int64_t *firsts, const int64_t *seconds, int64_t places, int64_t ahead,
                         const uint64_t *held, const int32_t *numbers, int32_t bits, int64_t *found)
{
    for (int64_t place = 0; place < places; place++) {
        found[place] = 0;
        if (place + ahead >= places)
            continue;
        uint64_t key = (uint64_t)firsts[place] << SECOND_BITS | (uint64_t)seconds[place + ahead];
        uint64_t bucket = (key * SPREADING) >> (64 - bits);
        for (uint64_t slot = 0; slot < BUCKET; slot++)
            if (held[bucket * BUCKET + slot] == key)
                found[place] = numbers[bucket * BUCKET + slot];
    }
}

/* Add to each place what the n-grams around it say: `layout.said_around`.
 *
 * rows: [places], of the n-gram that begins at a place; said: [rows, columns, labels], of which the first column is for
 * the place `pad` places behind the n-gram's first; scores: [places, labels].
 */
EXPORTED void add_said(const int64_t *rows, int64_t places, const double *said, int64_t columns, int64_t labels,
                       int64_t pad, double *scores)
{
    for (int64_t place = 0; place < places; place++) {
        const double *row = said + rows[place] * columns * labels;
        for (int64_t column = 0; column < columns; column++) {
            int64_t seeing = place + pad - column;
            if (seeing < 0 || seeing >= places)
                continue;
            double *score = scores + seeing * labels;
            for (int64_t label = 0; label < labels; label++)
                score[label] += row[column * labels + label];
        }
    }
}

/* The best path of labels through sequences laid end to end: `paths.Paths.best`.
 *
 * scores: [places, labels]; first: [places], whether a sequence begins there; steps: [labels, labels], what a label says
 * for the one behind it; best: [places]. Of labels as good as each other the first is taken. Returns 0 where memory is
 * short.
 */
EXPORTED int best_paths(const double *scores, const uint8_t *first, int64_t places, const double *steps, int64_t labels,
                        int64_t *best)
{
    double *reached = malloc(sizeof(double) * (size_t)labels * 2);
    int32_t *before = malloc(sizeof(int32_t) * (size_t)(places * labels + 1));
    if (!reached || !before) {
        free(reached);
        free(before);
        return 0;
    }
    double *next = reached + labels;
    for (int64_t begin = 0, end; begin < places; begin = end) {
        for (end = begin + 1; end < places && !first[end]; end++)
            ;
        for (int64_t label = 0; label < labels; label++)
            reached[label] = scores[begin * labels + label];
        for (int64_t place = begin + 1; place < end; place++) {
            int32_t *chosen = before + place * labels;
            for (int64_t label = 0; label < labels; label++) {
                next[label] = reached[0] + steps[label];
                chosen[label] = 0;
            }
            for (int64_t from = 1; from < labels; from++)
                for (int64_t label = 0; label < labels; label++) {
                    double total = reached[from] + steps[from * labels + label];
                    int better = total > next[label] + ROUNDING;
                    next[label] = better ? total : next[label];
                    chosen[label] = better ? (int32_t)from : chosen[label];
                }
            for (int64_t label = 0; label < labels; label++)
                reached[label] = next[label] + scores[place * labels + label];
        }
        int64_t last = 0;
        for (int64_t label = 1; label < labels; label++)
            if (reached[label] > reached[last] + ROUNDING)
                last = label;
        for (int64_t place = end - 1; place >= begin; place--) {
            best[place] = last;
            if (place > begin)
                last = before[place * labels + last];
        }
    }
    free(reached);
    free(before);
    return 1;
}
