"""Look-ups of the Python libraries, as lines `library,operation,nanoseconds a code,start-up in milliseconds`."""

import sys
import time


def best(run, codes):
    """The best of five passes over the codes, in nanoseconds a code."""
    passes = []
    for _ in range(5):
        start = time.perf_counter_ns()
        run(codes)
        passes.append(time.perf_counter_ns() - start)
    return min(passes) / len(codes)


def report(library, operation, nanoseconds, start_up):
    print(f"{library},{operation},{nanoseconds:.1f},{start_up:.1f}")


def one_by_one(function):
    def run(codes):
        for code in codes:
            function(code)

    return run


def simple_icd_10_cm(codes):
    start = time.perf_counter()
    import simple_icd_10_cm as cm

    cm.is_valid_item(codes[0])
    start_up = (time.perf_counter() - start) * 1000
    known = [code for code in codes if cm.is_valid_item(code)]
    name = f"simple_icd_10_cm {version('simple-icd-10-cm')}"
    print(f"{name}: knows {len(known)} of {len(codes)} codes", file=sys.stderr)
    report(name, "check", best(one_by_one(lambda code: cm.is_valid_item(code) and cm.is_leaf(code)), codes), start_up)
    report(name, "title", best(one_by_one(cm.get_description), known), start_up)
    report(name, "parent", best(one_by_one(cm.get_parent), known), start_up)
    report(name, "all above", best(one_by_one(cm.get_ancestors), known), start_up)


def icd_mappings(codes):
    start = time.perf_counter()
    from icdmappings import Validator

    validator = Validator()
    validator.validate(codes[0], "icd10_diagnostic")
    start_up = (time.perf_counter() - start) * 1000
    name = f"icd-mappings {version('icd-mappings')}"
    known = sum(map(bool, validator.validate(codes, "icd10_diagnostic")))
    print(f"{name}: knows {known} of {len(codes)} codes", file=sys.stderr)
    one = one_by_one(lambda code: validator.validate(code, "icd10_diagnostic"))
    report(name, "check", best(one, codes), start_up)
    report(name, "check all", best(lambda codes: validator.validate(codes, "icd10_diagnostic"), codes), start_up)


def version(package):
    from importlib.metadata import version

    return version(package)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="ascii") as file:
        column = file.read().split()
    simple_icd_10_cm(column)
    icd_mappings(column)
