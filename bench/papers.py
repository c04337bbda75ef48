#!/usr/bin/env python3
"""Measures profile and papers of many engagements, without server and database.

  bench/papers.py [--engagements 1000] [--target 100] [--out FILE]

Builds the example in release, runs it, prints a table as in BENCHMARKS.md, and fails when 99 of 100 papers are not made
within the target (composed, as Word file and as PDF), in milliseconds. Standard library only.
"""
import argparse, json, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROWS = [
    ("profile_ms", "requirement profile"),
    ("compose_ms", "paper composed"),
    ("docx_ms", "Word file"),
    ("pdf_ms", "PDF with its typeface"),
    ("paper_ms", "one paper, all of it"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engagements", type=int, default=1000)
    parser.add_argument("--target", type=float, default=100.0)
    parser.add_argument("--out")
    args = parser.parse_args()
    command = ["cargo", "run", "--release", "-q", "-p", "papers", "--example", "bench_papers", "--", str(args.engagements)]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    if args.out:
        pathlib.Path(args.out).write_text(json.dumps(found, indent=2) + "\n")
    print(f"{found['engagements']} engagements, {found['papers']} papers, {found['pages']} pages; "
          f"slowest: {found['slowest']['paper']}, {found['slowest']['ms']} ms\n")
    print("| step | count | p50 ms | p95 ms | p99 ms | most ms | all together s |\n|---|---|---|---|---|---|---|")
    for key, name in ROWS:
        t = found[key]
        print(f"| {name} | {t['count']} | {t['p50']} | {t['p95']} | {t['p99']} | {t['max']} | {t['total_s']} |")
    late = found["paper_ms"]["p99"]
    if late > args.target:
        sys.exit(f"99 of 100 papers take up to {late} ms; the target is {args.target} ms")


if __name__ == "__main__":
    main()
