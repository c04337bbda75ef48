#!/usr/bin/env python3
"""Measures import and export of the register of contractors beside Python's openpyxl, in one run.

  bench/contractors.py [--bin target/release/sekimori] [--rows 100000] [--runs 3] [--seed 7] [--keep DIR] [--out FILE]

One workbook is made, the same for the same seed, and read by both; then both write as many rows. openpyxl only reads the
cells into lists and writes lists of cells, in its streaming modes. Sekimori also recognises heads and columns, judges every
row, looks every contractor up, writes it with an entry of the ledger in one transaction; "judged" is the same without
writing. Each step is a process of its own; its time and its most memory are those the system counts for it, the median of
the runs. Needs openpyxl (pip install openpyxl).
"""
import argparse, json, os, pathlib, random, secrets, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
HEADS = ["委託先名", "法人番号", "フリガナ", "国", "住所", "担当者", "メール", "電話", "資本金", "従業員数",
         "ISMS登録番号", "ISMS登録範囲", "ISMS有効期限", "備考"]
READ = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
assert len(rows) == int(sys.argv[2]) + 1, len(rows)
"""
WRITE = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
import time
begun = time.monotonic()
out = openpyxl.Workbook(write_only=True)
sheet = out.create_sheet("委託先一覧")
for row in rows:
    sheet.append(row)
out.save(sys.argv[2])
print(time.monotonic() - begun)
"""


def check_digit(twelve):
    total = sum(int(c) * (1 if i % 2 == 0 else 2) for i, c in enumerate(reversed(twelve)))
    return 9 - total % 9


def row(dice, n):
    words = dice.sample(["霧沢", "夜鷹", "樫ノ木", "葦火", "椋鳥", "苔庭", "石蕗", "蛍袋", "雪洞", "木天蓼", "水馬", "杣道"], 2)
    name = dice.choice(["株式会社{}", "{}株式会社", "㈱{}", "有限会社{}"]).format("".join(words) + str(n))
    twelve = f"999999{n:06d}"
    isms = dice.random() < 0.4
    return [name, f"{check_digit(twelve)}{twelve}", "キリサワ", "JP", f"青嶺県青嶺市中央{n % 90 + 1}番地", f"担当 {n}",
            f"tanto{n}@example.jp", f"0900-{n % 90 + 10}-{n % 9000 + 1000}", dice.randrange(1, 500) * 1_000_000,
            dice.randrange(3, 900), f"IS 99{n:06d}" if isms else None, "業務システムの開発及び保守" if isms else None,
            f"20{dice.randrange(27, 30)}-03-31" if isms else None, f"{n}番目に登録"]


def measured(command, env=None):
    """Seconds, most MiB, and what was printed, of a process."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}: {text[-2000:]}")
    return seconds, usage.ru_maxrss / 1024, text


def installation(binary, folder):
    """An empty installation with a person who may edit contractors; how the program is called on it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    config, password = folder / "sekimori.toml", folder / "password"
    config.write_text(f'[server]\nlisten = "127.0.0.1:1"\n[database]\nurl = "sqlite:{folder}/bench.db"\n'
                      f'[files]\nfolder = "{folder}/files"\n[log]\nlevel = "warn"\n')
    password.write_text(secrets.token_urlsafe(18))
    call = lambda *more: [binary, "--config", str(config), "--format", "json", *more]
    said = ["--password-file", str(password)]
    begun = call("init", "--organisation", "霧沢県", "--organisation-en", "Kirisawa", "--login", "seki", "--name", "関 守", *said)
    subprocess.run(begun, check=True, capture_output=True)
    added = call("user", "add", "buyer", "--name", "買い手", "--role", "procurement_legal", *said)
    subprocess.run(added, check=True, capture_output=True)
    return call


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=str(HERE.parent / "target/release/sekimori"))
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep")
    parser.add_argument("--out")
    args = parser.parse_args()
    import openpyxl

    folder = pathlib.Path(args.keep or tempfile.mkdtemp(prefix="sekimori-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    dice, source = random.Random(args.seed), folder / "list.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("委託先一覧")
    sheet.append(HEADS)
    for n in range(args.rows):
        sheet.append(row(dice, n))
    book.save(source)
    steps = {}

    def note(step, seconds, memory):
        steps.setdefault(step, []).append((seconds, memory))

    # one after the other within a run, so that both meet the same machine
    for turn in range(args.runs):
        call = installation(args.bin, folder / f"place-{turn}")
        by = ["--as", "buyer"]
        seconds, memory, _ = measured([sys.executable, "-c", READ, str(source), str(args.rows)])
        note("openpyxl reads", seconds, memory)
        seconds, memory, text = measured(call("contractor", "import", str(source), "--dry-run", *by))
        assert json.loads(text)["create"] == args.rows, text
        note("judged", seconds, memory)
        seconds, memory, text = measured(call("contractor", "import", str(source), *by))
        assert json.loads(text)["create"] == args.rows, text
        note("imported", seconds, memory)
        out = folder / f"out-{turn}.xlsx"
        seconds, memory, _ = measured(call("contractor", "export", str(out), *by))
        note("exported", seconds, memory)
        seconds, memory, _ = measured(call("contractor", "export", str(out.with_suffix(".csv")), *by))
        note("exported as CSV", seconds, memory)
        again = folder / f"again-{turn}.xlsx"
        _, memory, text = measured([sys.executable, "-c", WRITE, str(out), str(again)])
        note("openpyxl writes", float(text), memory)
        seconds, memory, text = measured(call("contractor", "import", str(out), "--dry-run", *by))
        found = json.loads(text)
        assert (found["create"], found["update"], found["skip"]) == (0, 0, args.rows), text
        note("what was exported, judged again", seconds, memory)
    middle = {step: [round(statistics.median(one), 2) for one in zip(*all)] for step, all in steps.items()}
    ratio = lambda ours, theirs: round(middle[theirs][0] / middle[ours][0], 2)
    result = {"rows": args.rows, "runs": args.runs, "openpyxl": openpyxl.__version__, "load_1m": round(os.getloadavg()[0], 2),
              "steps": middle, "times_faster": {"judged": ratio("judged", "openpyxl reads"),
              "imported": ratio("imported", "openpyxl reads"), "exported": ratio("exported", "openpyxl writes")}}
    if args.out:
        pathlib.Path(args.out).write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    print(f"{args.rows} rows, median of {args.runs}, openpyxl {openpyxl.__version__}, load {result['load_1m']}\n")
    print("| step | seconds | most MiB |\n|---|---|---|")
    for step, (seconds, memory) in middle.items():
        print(f"| {step} | {seconds} | {memory:.0f} |")
    print("\n" + ", ".join(f"{step} {times} times as fast" for step, times in result["times_faster"].items()))
    if not args.keep:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
