"""Peers over notes, as lines `library,megabytes a CPU second`; what is not installed is skipped with a line."""

import json
import sys
import time


def timed(name, run, texts):
    start = time.process_time()
    for text in texts:
        run(text)
    seconds = time.process_time() - start
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{name},{size / seconds:.4f} MB a CPU second")


def philter(texts):
    import os

    import nltk
    import philter_lite

    folder = os.path.join(os.path.dirname(philter_lite.__file__), "configs")
    filters = philter_lite.load_filters(os.path.join(folder, "philter_delta.toml"))
    name = "philter-lite"
    try:
        nltk.pos_tag(["word"])
    except LookupError:
        # The data of the tagger are no package. Without its work the tool is faster than it is.
        nltk.pos_tag = lambda words: [(word, "NN") for word in words]
        name = "philter-lite, spared its tagger"
    timed(name, lambda text: philter_lite.detect_phi(text, filters), texts)


def presidio(texts):
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        DateRecognizer,
        EmailRecognizer,
        IpRecognizer,
        UrlRecognizer,
        UsLicenseRecognizer,
        UsSsnRecognizer,
    )

    kinds = [
        CreditCardRecognizer(),
        DateRecognizer(),
        EmailRecognizer(),
        IpRecognizer(),
        UrlRecognizer(),
        UsLicenseRecognizer(),
        UsSsnRecognizer(),
    ]

    def run(text):
        for kind in kinds:
            kind.analyze(text, kind.supported_entities, None)

    timed("presidio, patterns only", run, texts)


with open(sys.argv[1], encoding="utf-8") as lines:
    # Enough for tools at some ten kilobytes a second.
    notes = [json.loads(line)["text"] for line in lines][:40]
for peer in (philter, presidio):
    try:
        peer(notes)
    except Exception as error:  # another version has other names
        print(f"skipped: peers: {peer.__name__}: {type(error).__name__}")
