/**
 * Utilities for minimum Bayes risk: how well one text serves in place of another. Higher is better;
 * equal texts have 1, except where said otherwise.
 *
 * <table>
 * <caption>The utilities</caption>
 * <tr><th>utility</th><th>formula</th><th>range</th><th>symmetric</th></tr>
 * <tr><td>{@link io.metagen.verifier.utility.AnswerMatch}</td>
 * <td>1 where both have a final answer and the normal forms are equal, else 0; without an answer a
 * text has 0 with itself too</td><td>0, 1</td><td>yes</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.ExactMatch}</td>
 * <td>1 where the texts are equal, else 0</td><td>0, 1</td><td>yes</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.EditSimilarity}</td>
 * <td>1 - Levenshtein / longer length, in code points</td><td>[0, 1]</td><td>yes</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.TokenF1}</td>
 * <td>2 common / (|a| + |b|) over bags of SQuAD's tokens</td><td>[0, 1]</td><td>yes</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.RougeL}</td>
 * <td>2 LCS / (|a| + |b|) over words</td><td>[0, 1]</td><td>yes</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.Chrf}</td>
 * <td>5 P R / (4 P + R), means over character 1- to 6-grams</td><td>[0, 1]</td><td>no</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.Bleu}</td>
 * <td>brevity x geometric mean of 1- to 4-gram precisions, smoothed</td><td>[0, 1]</td><td>no</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.EmbeddingCosine}</td>
 * <td>cosine of sentence embeddings</td><td>[-1, 1]</td><td>yes</td></tr>
 * <tr><td>{@link io.metagen.verifier.utility.Preference}</td>
 * <td>probability that a judge prefers the hypothesis; equal texts have 1/2</td><td>[0, 1]</td>
 * <td>u(a, b) + u(b, a) = 1</td></tr>
 * </table>
 *
 * <p>{@link io.metagen.verifier.utility.UtilityMatrix} compares hypotheses with evidence: each
 * distinct text is read once ({@link io.metagen.verifier.utility.Reading}), each pair of them is
 * computed once, on the threads of {@link io.metagen.verifier.utility.Workers}. For n texts of
 * length m that takes n<sup>2</sup> m<sup>2</sup> / 64 steps for edit similarity and ROUGE-L,
 * n<sup>2</sup> m for the measures on n-grams, and n m for embeddings. What {@link
 * io.metagen.verifier.utility.Effort} estimates is refused beyond a limit before anything is
 * computed. {@link io.metagen.verifier.utility.PreferenceMatrix} asks a judge about each unordered
 * pair, in both orders.
 */
@NullMarked
package io.metagen.verifier.utility;

import org.jspecify.annotations.NullMarked;
