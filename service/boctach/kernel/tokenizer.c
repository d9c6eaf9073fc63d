/* The inner loops of the tokenizer: what `boctach/text/tokenizer/scorer.py` and `lexicon.py` do with numpy in many steps. */

#include <stdlib.h>
#include <string.h>

#include "kernel.h"

#define AHEAD 6 /* strings whose weights are fetched ahead */

#define NONE 0                                 /* as in layout.py, and the three below */
#define BOS 1
#define EOS 2
#define PAD 2
#define BUCKET 8                               /* as in ngrams.py, and the two below */
#define SPREADING UINT64_C(0x9E3779B97F4A7C15)
#define SECOND_BITS 32
#define ROUNDING 1e-9                          /* as in paths.py */

/* What the n-grams of one length say: said[rows, columns, labels], of which the first column is for the place PAD
 * places behind the n-gram's first. Where `silent` is not 0, unknown n-grams say nothing. */
typedef struct {
    const double *said;
    int64_t columns;
    int64_t silent;
} Table;

/* The n-grams one longer than those before: held[1 << bits, BUCKET] has the keys, numbers[1 << bits, BUCKET] the rows. */
typedef struct {
    const uint64_t *held;
    const int32_t *numbers;
    int64_t bits;
    Table table;
} Chain;

/* The n-grams of one view of the strings: strings[rows] has the number that each row's string has in it. */
typedef struct {
    const int32_t *strings;
    int64_t chains;
    Chain chain[2];
} Stream;

/* A model as `scorer.Scorer` has it. steps[labels, labels] is what a label says for the one behind it; gain[labels,
 * labels] the most that both neighbours can favour a label (column) over another (row); starts[places, labels] what the
 * first places of a sentence say, the last of them for all that follow; none where `places` is 0. */
typedef struct {
    int64_t labels;
    Table singles;
    int64_t streams;
    const Stream *stream;
    const double *steps;
    const double *gain;
    int64_t places;
    const double *starts;
} Scorer;

static void add(const Table *table, int64_t row, int64_t place, int64_t length, int64_t labels, double *scores)
{
    if (row == NONE && table->silent)
        return;
    const double *said = table->said + row * table->columns * labels;
    int64_t last = place + PAD < table->columns - 1 ? place + PAD : table->columns - 1;
    int64_t first = place + PAD - (length - 1) > 0 ? place + PAD - (length - 1) : 0;
    for (int64_t column = first; column <= last; column++) {
        double *score = scores + (place + PAD - column) * labels;
        for (int64_t label = 0; label < labels; label++)
            score[label] += said[column * labels + label];
    }
}

static uint64_t key_of(int32_t first, int32_t second)
{
    return (uint64_t)first << SECOND_BITS | (uint64_t)second;
}

static uint64_t bucket_of(const Chain *chain, uint64_t key)
{
    return (key * SPREADING >> (64 - chain->bits)) * BUCKET;
}

static int32_t find(const Chain *chain, uint64_t key)
{
    uint64_t at = bucket_of(chain, key);
    int32_t found = NONE;
    for (uint64_t slot = at; slot < at + BUCKET; slot++)
        if (chain->held[slot] == key)
            found = chain->numbers[slot];
    return found;
}

/* What the surroundings of each string of a sentence say for each label.
 *
 * rows: [length]; before: room for [length]; scores: [length, labels].
 */
static void score(const Scorer *scorer, const int32_t *rows, int64_t length, int32_t *before, double *scores)
{
    int64_t labels = scorer->labels;
    memset(scores, 0, sizeof(double) * (size_t)(length * labels));
    const Table *singles = &scorer->singles;
    size_t size = sizeof(double) * (size_t)(singles->columns * labels);
    for (int64_t place = -PAD; place < length + PAD; place++) {
        if (place >= 0 && place + AHEAD < length)
            for (size_t at = 0; at < size; at += 64)
                PREFETCH((const char *)singles->said + (size_t)rows[place + AHEAD] * size + at);
        add(singles, place < 0 ? BOS : place < length ? rows[place] : EOS, place, length, labels, scores);
    }
    for (int64_t number = 0; number < scorer->streams; number++) {
        const Stream *stream = scorer->stream + number;
        for (int64_t place = 0; place < length; place++)
            before[place] = stream->strings[rows[place]];
        for (int64_t ahead = 1; ahead <= stream->chains; ahead++) {
            const Chain *chain = stream->chain + ahead - 1;
            for (int64_t place = 0; place + ahead < length; place++)
                PREFETCH(chain->held + bucket_of(chain, key_of(before[place], stream->strings[rows[place + ahead]])));
            for (int64_t place = -PAD; place < length + PAD; place++) {
                int32_t row = place < 0 ? BOS : EOS;
                if (place >= 0 && place + ahead < length)
                    row = before[place] = find(chain, key_of(before[place], stream->strings[rows[place + ahead]]));
                add(&chain->table, row, place, length, labels, scores);
            }
        }
    }
    for (int64_t place = 0; place < length && scorer->places; place++) {
        const double *said = scorer->starts + (place < scorer->places ? place : scorer->places - 1) * labels;
        for (int64_t label = 0; label < labels; label++)
            scores[place * labels + label] += said[label];
    }
}

/* The labels that may be on a best path, in order: the others are behind by more than all that neighbours can give.
 * Returns how many they are. */
static int64_t open_labels(const Scorer *scorer, const double *scores, int32_t *open)
{
    int64_t labels = scorer->labels, best = 0, count = 0;
    for (int64_t label = 1; label < labels; label++)
        if (scores[label] > scores[best])
            best = label;
    const double *gain = scorer->gain + best * labels;
    for (int64_t label = 0; label < labels; label++)
        if (scores[label] + gain[label] >= scores[best] - ROUNDING)
            open[count++] = (int32_t)label;
    return count;
}

/* The best path of labels through a sentence; of labels as good as each other the first is taken.
 *
 * scores: [length, labels]; open, pointers: room for [length, labels]; counts: for [length]; reached: for [2, labels].
 */
static void best_path(const Scorer *scorer, const double *scores, int64_t length, int32_t *open, int32_t *pointers,
                      int64_t *counts, double *reached, int64_t *best)
{
    int64_t labels = scorer->labels;
    double *next = reached + labels;
    for (int64_t place = 0; place < length; place++) {
        const double *here = scores + place * labels;
        int32_t *now = open + place * labels, *pointer = pointers + place * labels;
        counts[place] = open_labels(scorer, here, now);
        for (int64_t at = 0; at < counts[place]; at++) {
            int32_t label = now[at];
            double highest = 0;
            if (place) {
                const int32_t *last = now - labels;
                pointer[at] = 0;
                highest = reached[0] + scorer->steps[last[0] * labels + label];
                for (int64_t from = 1; from < counts[place - 1]; from++) {
                    double total = reached[from] + scorer->steps[last[from] * labels + label];
                    if (total > highest + ROUNDING) {
                        highest = total;
                        pointer[at] = (int32_t)from;
                    }
                }
            }
            next[at] = highest + here[label];
        }
        memcpy(reached, next, sizeof(double) * (size_t)counts[place]);
    }
    int64_t at = 0;
    for (int64_t end = 1; end < counts[length - 1]; end++)
        if (reached[end] > reached[at] + ROUNDING)
            at = end;
    for (int64_t place = length - 1; place >= 0; place--) {
        best[place] = open[place * labels + at];
        at = place ? pointers[place * labels + at] : 0;
    }
}

/* The best labels of the strings of sentences laid end to end: `scorer.Scorer.best`.
 *
 * rows: [strings]; lengths: [sentences], how many of them each has; best: [strings]. Returns 0 where memory is short.
 */
EXPORTED int best_labels(const Scorer *scorer, const int32_t *rows, const int64_t *lengths, int64_t sentences,
                         int64_t *best)
{
    int64_t longest = 1, labels = scorer->labels;
    for (int64_t sentence = 0; sentence < sentences; sentence++)
        longest = lengths[sentence] > longest ? lengths[sentence] : longest;
    size_t cells = (size_t)(longest * labels);
    double *scores = malloc(sizeof(double) * (cells + 2 * (size_t)labels));
    int32_t *open = malloc(sizeof(int32_t) * (2 * cells + (size_t)longest));
    int64_t *counts = malloc(sizeof(int64_t) * (size_t)longest);
    int done = scores && open && counts;
    for (int64_t sentence = 0; done && sentence < sentences; sentence++) {
        int64_t length = lengths[sentence];
        if (length) {
            score(scorer, rows, length, open + 2 * cells, scores);
            best_path(scorer, scores, length, open, open + cells, counts, scores + cells, best);
        }
        rows += length;
        best += length;
    }
    free(scores);
    free(open);
    free(counts);
    return done;
}

/* The syllables of pieces: `lexicon._parts`.
 *
 * spans: by number of a piece, the first of its parts, and how many they are; parts: the number of the syllable, where
 * it begins and ends in its piece; places, numbers: [pieces]; bounds: [count + 1], as in pieces.c; starts, ends, syllables:
 * room for all syllables; lengths: [count], how many each stretch has.
 */
EXPORTED void part(const int64_t *spans, const int64_t *parts, const int64_t *places, const int64_t *numbers,
                   const int64_t *bounds, int64_t count, int64_t *starts, int64_t *ends, int64_t *syllables,
                   int64_t *lengths)
{
    int64_t found = 0;
    for (int64_t stretch = 0; stretch < count; stretch++) {
        int64_t before = found;
        for (int64_t piece = bounds[stretch]; piece < bounds[stretch + 1]; piece++) {
            const int64_t *span = spans + numbers[piece] * 2, *one = parts + span[0] * 3;
            for (const int64_t *end = one + span[1] * 3; one < end; one += 3) {
                starts[found] = places[piece] + one[1];
                ends[found] = places[piece] + one[2];
                syllables[found++] = one[0];
            }
        }
        lengths[stretch] = found - before;
    }
}
