"""Invented patients, and their scores by hccinfhir and comorbidipy beside those of him-risk. See risk.sh.

Every difference is counted under what explains it, or as unexplained.
"""

import collections
import csv
import lzma
import os
import random
import re
import sys
from pathlib import Path

MODELS = [
    "CMS-HCC Model V22",
    "CMS-HCC Model V24",
    "CMS-HCC Model V28",
    "CMS-HCC ESRD Model V21",
    "CMS-HCC ESRD Model V24",
    "RxHCC Model V08",
]


def load():
    """comorbidipy 0.5.0 asks pandas for a warning that newer ones keep elsewhere, or not at all."""
    import hccinfhir  # noqa: F401
    import pandas.core.common
    import pandas.errors

    warning = getattr(pandas.errors, "SettingWithCopyWarning", UserWarning)
    pandas.core.common.SettingWithCopyWarning = warning
    from comorbidipy import comorbidity

    return comorbidity


def mapping(folder):
    """The table from which him-risk's was made, where it is there: then both know the same codes."""
    root = os.environ.get("HIM_DATA") or Path(__file__).parents[3] / "shared" / "data"
    packed = Path(root) / "codes" / "risk" / "hcc" / "ra_dx_to_cc_2026.csv.xz"
    if not packed.exists():
        return {}
    table = folder / "mapping.csv"
    # Without V05, which the other does not know.
    lines = lzma.open(packed, "rt").read().splitlines()
    table.write_text("\n".join(line for line in lines if not line.endswith("V05")) + "\n")
    return {"dx_cc_mapping_filename": str(table)}


def write(count, seed, folder):
    """Patients of every segment, with up to 25 codes of categories, of ICD-10-CM as a whole, and none."""
    from hccinfhir import HCCInFHIR

    draw = random.Random(seed)
    known = HCCInFHIR(model_name=MODELS[0], **mapping(folder)).dx_to_cc_mapping
    mapped = sorted({code for code, _ in known})
    others = ["Z0000", "R05", "J069", "M545", "I10", "E785", "K219", "Z23", "H259", "L578"]
    with open(folder / "patients.csv", "w", newline="") as patients, open(
        folder / "diagnoses.csv", "w", newline=""
    ) as diagnoses:
        people, codes = csv.writer(patients), csv.writer(diagnoses)
        people.writerow(
            "patient sex age orec crec dual new_enrollee snp lti low_income graft_months".split()
        )
        codes.writerow("patient code date".split())
        for number in range(count):
            age = draw.choice([draw.randint(0, 17), draw.randint(18, 64), 64, 65, draw.randint(65, 101)])
            # Nobody below 64 is entitled by age.
            orec = draw.choice("0123") if age >= 64 else draw.choice("123")
            esrd = draw.random() < 0.4
            crec = "2" if esrd else draw.choice("01")
            dual = draw.choice(["00", "00", "01", "02", "03", "04", "05", "06", "08", "09", "NA", ""])
            new = draw.random() < 0.2
            snp = draw.random() < 0.3
            lti = draw.random() < 0.2
            low = draw.random() < 0.4
            graft = draw.choice(["", "", "4", "9", "10", "40"]) if esrd else ""
            people.writerow(
                [number, draw.choice("MF"), age, orec, crec, dual, int(new), int(snp), int(lti), int(low), graft]
            )
            for _ in range(draw.choice([0, 1, 2, 3, 5, 8, 13, 25])):
                code = draw.choice(mapped if draw.random() < 0.85 else others)
                if draw.random() < 0.3:
                    code = code.lower()
                if len(code) > 3 and draw.random() < 0.5:
                    code = code[:3] + "." + code[3:]
                codes.writerow([number, code, "2025-06-01"])


def read(folder):
    people = list(csv.DictReader(open(folder / "patients.csv")))
    codes = collections.defaultdict(list)
    for row in csv.DictReader(open(folder / "diagnoses.csv")):
        codes[row["patient"]].append(row["code"].replace(".", "").upper())
    ours = collections.defaultdict(dict)
    for row in csv.DictReader(open(folder / "scores.csv")):
        ours[row["measure"]][row["patient"]] = row
    return people, codes, ours


# Why hccinfhir 0.4.0 says something else, each by what CMS's tables or macros say; the first that holds for the whole patient,
# then those that explain single terms. docs/conformance/risk.md has them in full.
WHOLE = [
    ("no renal disease: ours is an error, theirs the terms that need no segment", lambda c: not c.row["score"]),
    ("ages of the Medicare Code Editor in every model and by V43.1, below 15 and above 64", lambda c: "at this age" in c.row["findings"]),
    ("Part D: hierarchies of R08 are not applied", lambda c: c.part_d and "dropped (RXHCC" in c.row["findings"]),
    ("Part D: no coefficients for new enrollees", lambda c: c.part_d and c.new),
    ("new enrollees in an institution: the institutional segment, without a cell", lambda c: c.new and c.lti),
    ("new enrollees with renal disease: bands of age of dialysis in other models", lambda c: c.new and c.renal and not c.esrd),
    ("ESRD V21: no segment GC", lambda c: c.row["segment"] == "GC"),
    ("ESRD: no cells for new enrollees with a graft", lambda c: c.row["segment"] == "GNE"),
    ("ESRD: new enrollees of 64 entitled by age, and bands from 85 on", lambda c: c.row["segment"] == "DNE" and (c.age == 64 or c.age >= 85)),
    ("ESRD: originally disabled new enrollees below 65", lambda c: c.row["segment"] == "DNE" and c.age < 65 and c.person["orec"] == "1"),
    ("64 and entitled by age: DISABL is 0", lambda c: c.esrd and c.age == 64 and c.person["orec"] == "0"),
]
TERMS = [
    ("Part D: terms of the originally disabled", r"F65OD|M65OD|ORIGDS", lambda c: c.part_d),
    ("Medicaid by dual status 09 and unknown", r"LTIMCAID|MCAID_.*", lambda c: c.person["dual"] in ("00", "09", "NA", "")),
    ("V22: interactions named otherwise in the community", r"HCC85_gDiabetesMellit|HCC85_gCopdCF|HCC85_gRenal|gRespDepandArre_gCopdCF|gSubstanceAbuse_gPsychiatric", lambda c: "V22" in c.model),
    ("ESRD V21: GI_MCAID", r"MCAID", lambda c: c.row["segment"] == "GI"),
    ("ESRD V24: LTI_GE65 and LTI_LT65 on dialysis", r"LTI_GE65|LTI_LT65", lambda c: c.row["segment"] in ("DI", "DNE")),
]


class Case:
    """A patient in a model."""

    def __init__(self, model, person, row):
        self.model, self.person, self.row = model, person, row
        self.age = int(person["age"])
        self.part_d = model.startswith("Rx")
        self.esrd = "ESRD" in model
        self.new = person["new_enrollee"] == "1"
        self.lti = person["lti"] == "1"
        self.renal = person["orec"] in "23" or person["crec"] in "23"

    def explained(self, terms, lists):
        for text, holds in WHOLE:
            if holds(self):
                return text
        texts = set()
        for term in terms:
            text = next((text for text, names, holds in TERMS if re.fullmatch(names, term) and holds(self)), None)
            if text is None:
                return None
            texts.add(text)
        if lists:
            if not (self.esrd and lists <= {"134", "135", "136", "137"}):
                return None
            texts.add("ESRD: lists of renal categories, which count nothing")
        return "; ".join(sorted(texts))


def compare_hcc(people, codes, ours, folder):
    from hccinfhir import HCCInFHIR

    table = mapping(folder)
    if not table:
        print("with its own mapping of codes, which is newer: the table of payment year 2026 is absent")
    for model in MODELS:
        # Its table of Part D of 2026 has two values of each coefficient, mixed; in that of 2025 the later set comes last, and it takes
        # the last.
        last = {"coefficients_filename": "ra_coefficients_2025.csv"} if "RxHCC" in model else {}
        scorer = HCCInFHIR(model_name=model, **table, **last)
        equal, kinds, left = 0, collections.Counter(), []
        for person in people:
            case = Case(model, person, ours[model][person["patient"]])
            theirs = scorer.calculate_from_diagnosis(
                codes[person["patient"]],
                age=case.age,
                sex=person["sex"],
                orec=person["orec"],
                crec=person["crec"],
                dual_elgbl_cd=person["dual"],
                new_enrollee=case.new,
                snp=person["snp"] == "1",
                lti=case.lti,
                low_income=person["low_income"] == "1",
                graft_months=int(person["graft_months"]) if person["graft_months"] else None,
            )
            own = {}
            for part in filter(None, case.row["parts"].split("; ")):
                name, value = part.rsplit(" ", 1)
                own[re.sub(r"^(RX)?HCC(\d+)$", r"\2", name)] = float(value)
            other = theirs.coefficients
            listed = (re.sub(r"^(RX)?HCC", "", part.split(":")[0]) for part in case.row["codes"].split("; "))
            lists = set(filter(None, listed)) ^ set(theirs.hcc_list)
            score = float(case.row["score"] or 0)
            if abs(score - theirs.risk_score) < 1e-9 and (not lists or not case.row["score"]):
                equal += 1
                continue
            # Terms of 0 change no sum.
            terms = {name for name in own.keys() | other.keys() if abs(own.get(name, 0) - other.get(name, 0)) > 1e-9}
            why = case.explained(terms, lists)
            kinds[why] += 1
            if why is None:
                left.append((person, codes[person["patient"]], score, theirs.risk_score, terms, lists))
        print(f"{model}: {equal} of {len(people)} equal in score and categories, {len(left)} differ without explanation")
        for why, count in kinds.most_common():
            print(f"  {count:6} {why or 'UNEXPLAINED'}")
        for case in left[:5]:
            print("        ", *case)


def compare_comorbidity(people, codes, ours):
    import pandas

    comorbidity = load()
    rows = [(patient, code) for patient, own in codes.items() for code in own]
    frame = pandas.DataFrame(rows, columns=["id", "code"])
    for measure, score, weighting in [
        ("charlson-quan-2005", "charlson", "charlson"),
        ("charlson-quan-2011", "charlson", "quan"),
        ("elixhauser-van-walraven", "elixhauser", "vw"),
    ]:
        theirs = comorbidity(
            frame, id="id", code="code", age=None, score=score, icd="icd10", variant="quan", weighting=weighting, assign0=True
        )
        column = next(name for name in ("comorbidity_score", "wscore", "score") if name in theirs.columns)
        equal, raised, total, differences = 0, 0, 0, collections.Counter()
        for _, row in theirs.iterrows():
            mine = ours[measure].get(row["id"])
            if mine is None:
                continue
            parts = [part.rsplit(" ", 1) for part in filter(None, mine["parts"].split("; "))]
            points = sum(int(value) for name, value in parts if name != "age")
            total += 1
            if points == row[column]:
                equal += 1
            elif points < 0 and row[column] == 0:
                raised += 1
            else:
                flags = {name for name in theirs.columns if name not in ("id", column) and row[name] == 1}
                differences[(points - row[column], " ".join(sorted(name for name, _ in parts)), " ".join(sorted(map(str, flags))))] += 1
        print(f"{measure} beside comorbidipy: {equal} of {total} equal, {raised} raised from below 0 to 0 by the other")
        for kind, count in differences.most_common(12):
            print(f"  {count:6} by {kind[0]}: ours [{kind[1]}], theirs [{kind[2]}]")


def main():
    if sys.argv[1] == "load":
        load()
        return
    if sys.argv[1] == "write":
        write(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
        return
    people, codes, ours = read(Path(sys.argv[2]))
    compare_hcc(people, codes, ours, Path(sys.argv[2]))
    compare_comorbidity(people, codes, ours)


if __name__ == "__main__":
    main()
