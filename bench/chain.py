#!/usr/bin/env python3
"""Affected-by and concentration on 100,000 firms and 1,000,000 links, against networkx in the same run.

  cargo build --release -p rules --example chain
  pip install networkx
  bench/chain.py [--bin target/release/examples/chain] [--firms N] [--links N] [--engagements N] [--seed S] [--out FILE]

Two sets of the same size. "standing": links that hold for whatever the giver does, so that one firm touches most of the
graph; the hardest case for affected-by. "work": each link stands under one engagement, as in the register. Every answer of
ours is compared with the answer of networkx; a difference ends the run. Without networkx a plain breadth-first search over
dicts takes its place, and the output says so.
"""
import argparse, collections, json, multiprocessing, os, pathlib, random, statistics, subprocess, sys, tempfile, time

try:
    import networkx as nx
except ImportError:
    nx = None

HERE = pathlib.Path(__file__).resolve().parent


def standing(rng, firms, links, engagements):
    """A random order; each link goes down it. One engagement gives work to each of the first firms."""
    out = {(0, 1 + i % firms, 1 + i) for i in range(engagements)}
    while len(out) < links:
        a, b = rng.randrange(1, firms + 1), rng.randrange(1, firms + 1)
        if a != b:
            out.add((min(a, b), max(a, b), 0))
    return sorted(out)


def work(rng, firms, links, engagements):
    """For each engagement a chain of its own: one contractor, the others below someone who came before, some twice."""
    out = set()
    each = links // engagements
    for e in range(1, engagements + 1):
        party = rng.sample(range(1, firms + 1), max(2, each * 4 // 5))
        out.add((0, party[0], e))
        for i in range(1, len(party)):
            out.add((party[rng.randrange(i)], party[i], e))
        for _ in range(each - len(party)):
            i, j = sorted(rng.sample(range(len(party)), 2))
            out.add((party[i], party[j], e))
    return sorted(out)


def rss():
    """Memory in use now, in KiB."""
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1])


def apart(other, links, firms):
    """Runs the other side in a process of its own, so that nothing an earlier set left behind is counted or reused."""
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=lambda: queue.put(other(links, firms)))
    process.start()
    out = queue.get()
    process.join()
    return out


def node(link):
    giver, _, under = link
    return ("e", under) if giver == 0 else giver


class Plain:
    """What stands in for networkx when there is none: dicts of lists and a search."""

    def __init__(self, pairs):
        self.up, self.down = collections.defaultdict(list), collections.defaultdict(list)
        for a, b in pairs:
            self.down[a].append(b)
            self.up[b].append(a)

    @staticmethod
    def search(links, start):
        seen, todo = {start}, [start]
        while todo:
            for n in links.get(todo.pop(), ()):
                if n not in seen:
                    seen.add(n)
                    todo.append(n)
        return seen - {start}


def graph(pairs):
    if nx is None:
        return Plain(pairs)
    g = nx.DiGraph()
    g.add_edges_from(pairs)
    return g


def ancestors(g, n):
    return Plain.search(g.up, n) if nx is None else nx.ancestors(g, n)


def descendants(g, n):
    return Plain.search(g.down, n) if nx is None else nx.descendants(g, n)


def split(found):
    engagements = sum(1 for n in found if isinstance(n, tuple))
    return engagements, len(found) - engagements


def ours(binary, links, firms):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as f:
        f.writelines(f"{a} {b} {e}\n" for a, b, e in links)
    try:
        done = subprocess.run([binary, f.name, *map(str, firms)], check=True, capture_output=True, text=True)
    finally:
        os.unlink(f.name)
    return json.loads(done.stdout)


def theirs_standing(links, firms):
    before, begun = rss(), time.perf_counter()
    g = graph([(node(l), l[1]) for l in links])
    out = {"build_ms": (time.perf_counter() - begun) * 1000, "grew_kib": rss() - before, "queries": []}
    for firm in firms:
        begun = time.perf_counter()
        found = ancestors(g, firm)
        took = (time.perf_counter() - begun) * 1000
        engagements, others = split(found)
        out["queries"].append({"firm": firm, "ms": took, "engagements": engagements, "firms": others})
    return out


def theirs_work(links, firms):
    before, begun = rss(), time.perf_counter()
    by = collections.defaultdict(list)
    for l in links:
        by[l[2]].append((node(l), l[1]))
    graphs = {e: graph(pairs) for e, pairs in by.items()}
    holds = collections.defaultdict(set)
    for l in links:
        holds[l[1]].add(l[2])
    out = {"build_ms": (time.perf_counter() - begun) * 1000, "grew_kib": rss() - before, "queries": []}
    for firm in firms:
        begun = time.perf_counter()
        found = set()
        for e in holds[firm]:
            found |= ancestors(graphs[e], firm)
        took = (time.perf_counter() - begun) * 1000
        found.discard(firm)
        engagements, others = split(found)
        out["queries"].append({"firm": firm, "ms": took, "engagements": engagements, "firms": others})
    begun = time.perf_counter()
    counts = collections.Counter()
    for e, g in graphs.items():
        counts.update(descendants(g, ("e", e)))
    out["concentration_ms"] = (time.perf_counter() - begun) * 1000
    out["concentration_sum"] = sum(counts.values())
    out["concentration_top"] = [n for _, n in counts.most_common(20)]
    return out


def compare(name, ours, theirs):
    for a, b in zip(ours["queries"], theirs["queries"]):
        if (a["engagements"], a["firms"]) != (b["engagements"], b["firms"]):
            sys.exit(f"{name}: answers differ for firm {b['firm']}: {a} and {b}")
    for key in ("concentration_sum", "concentration_top"):
        if key in theirs and ours[key] != theirs[key]:
            sys.exit(f"{name}: {key} differs")
    times = [[q["ms"] for q in side["queries"]] for side in (ours, theirs)]
    summary = {
        "links": ours["links"], "build_ms": [ours["build_ms"], theirs["build_ms"]],
        "affected_median_ms": [statistics.median(t) for t in times], "affected_worst_ms": [max(t) for t in times],
        "arrays_mib": ours["bytes"] / 2**20, "ours_now_mib": ours["now_kib"] / 1024, "ours_peak_mib": ours["peak_kib"] / 1024,
        "theirs_grew_mib": theirs["grew_kib"] / 1024,
    }
    if "concentration_ms" in theirs:
        summary["concentration_ms"] = [ours["concentration_ms"], theirs["concentration_ms"]]
        summary["concentration_ratio"] = theirs["concentration_ms"] / ours["concentration_ms"]
    return summary


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--bin", default=str(HERE.parent / "target/release/examples/chain"))
    p.add_argument("--firms", type=int, default=100_000)
    p.add_argument("--links", type=int, default=1_000_000)
    p.add_argument("--engagements", type=int, default=20_000)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--out")
    a = p.parse_args()
    out = {"other": f"networkx {nx.__version__}" if nx else "plain breadth-first search in Python", "load": os.getloadavg()[0]}
    for name, make, other in (("work", work, theirs_work), ("standing", standing, theirs_standing)):
        rng = random.Random(a.seed)
        # the standing set has few engagements: its concentration would walk the whole graph for each
        links = make(rng, a.firms, a.links, a.engagements if name == "work" else 20)
        firms = [rng.randrange(1, a.firms + 1) for _ in range(8)] + [a.firms]
        mine = ours(a.bin, links, firms)
        theirs = apart(other, links, firms)
        out[name] = {"ours": mine, "theirs": theirs, "summary": compare(name, mine, theirs)}
        print(name, json.dumps(out[name]["summary"], indent=1))
    if a.out:
        pathlib.Path(a.out).write_text(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
