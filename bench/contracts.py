#!/usr/bin/env python3
"""Measures the contract check as a whole process: thirty-article contracts a second, one file, memory, growth with length.

  bench/contracts.py [--bin target/release/sekimori] [--count 400] [--cores 2] [--runs 5] [--seed 7] [--keep DIR] [--out FILE]

The contracts are made here, the same ones for the same seed. Standard library only; no network. The figures are the
best of the runs for throughput and growth, and the median and the worst for one file; load_1m says how idle the machine was.
"""
import argparse, json, os, pathlib, random, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent

# Titles and sentences; {n} a number, {d} days, {y} years, {c} a cap, {a} an article of the same contract.
CLAUSES = [
    ("目的", "甲は、{w}を乙に委託し、乙はこれを受託する。|乙は、善良な管理者の注意をもって本業務を行う。"),
    ("定義", "本契約において「秘密情報」とは、甲が乙に開示した技術上又は営業上の情報をいう。ただし、公知の情報を除く。|(1) 開示の時に既に公知であった情報|(2) 乙が独自に得た情報"),
    ("秘密保持", "乙は、秘密情報を第三者に開示し、又は漏えいしてはならない。|乙は、秘密情報を本業務の目的以外に使用してはならない。"),
    ("複製の制限", "乙は、甲の書面による事前の承諾を得ないで秘密情報を複製してはならない。|複製物は、台帳に記して管理する。"),
    ("取扱者の限定", "乙は、秘密情報を取り扱う者を本業務に必要な者に限り、その氏名を甲に届け出る。|乙は、取り扱う者に本契約の定めを守らせる。"),
    ("持出しの禁止", "乙は、甲の承諾を得ないで、秘密情報を作業場所の外に持ち出してはならない。"),
    ("返還及び廃棄", "乙は、本契約が終了したときは、{d}日以内に秘密情報を返還し、又は復元できない方法で廃棄する。|乙は、廃棄したときは、廃棄を証する書面を甲に提出する。"),
    ("責任者", "乙は、情報の管理に関する責任者を定め、書面で甲に通知する。|責任者を替えるときも、前項と同じとする。"),
    ("安全管理", "乙は、甲の定める基準と同等以上の安全管理措置を講じる。|パスワードは{n}文字以上とし、通信はTLS1.3で暗号化する。"),
    ("再委託", "乙は、甲の書面による事前の承諾を得ないで、本業務を第三者に再委託してはならない。|乙は、再委託先に本契約と同等の義務を負わせ、再委託先の行為について責任を負う。"),
    ("記録の保存", "乙は、秘密情報へのアクセスの記録を取得し、{y}年間保存する。|乙は、甲の求めがあるときは、記録を提出する。"),
    ("事故の報告", "乙は、情報の漏えい、滅失又は毀損を知ったときは、{n}時間以内に甲に報告する。|乙は、原因を調査し、再発防止の措置を講じ、その結果を書面で甲に報告する。"),
    ("監査", "甲は、{d}日前までに通知して、年{k}回を限度に乙の管理の状況を監査することができる。|乙は、監査に協力する。"),
    ("定期報告", "乙は、毎月{d}日までに、安全管理の実施状況を書面で甲に報告する。"),
    ("是正", "甲は、乙の措置が十分でないと認めるときは、乙に是正を求めることができ、乙は協議のうえ改める。"),
    ("個人情報", "乙は、個人情報の保護に関する法律を守り、個人データの安全管理のために必要な措置を講じる。|乙は、個人データの取扱いについて甲の監督に服する。"),
    ("脆弱性への対応", "乙は、納入物に脆弱性がないことを試験で確かめる。|乙は、検収の後{y}年間、判明した脆弱性を無償で修正する。"),
    ("開発環境", "乙は、開発に用いる端末及び試験に用いるデータを管理し、本番のデータを試験に用いない。"),
    ("権利の帰属", "納入物の著作権は、代金の支払の時に甲に移転する。|乙が従前から有する知識及び手法は、乙に留保される。"),
    ("検収", "甲は、納入物を受領した日から{d}日以内に検査し、その結果を乙に通知する。"),
    ("委託料", "甲は、請求書を受け取った月の翌月末日までに、委託料{c}万円を支払う。"),
    ("損害賠償", "乙は、本契約に違反して甲に損害を与えたときは、これを賠償する。|賠償の額は、金{c}万円を上限とする。ただし、故意又は重大な過失によるときは、この限りでない。"),
    ("解除", "甲は、乙が本契約に違反し、催告の後{d}日以内に改めないときは、本契約を解除することができる。"),
    ("反社会的勢力", "甲及び乙は、自らが反社会的勢力でないことを表明し、将来にわたり該当しないことを約する。"),
    ("不可抗力", "天災その他の責めに帰することができない事由による遅れについて、当事者は責任を負わない。"),
    ("権利の譲渡", "乙は、甲の書面による承諾を得ないで、本契約上の地位を第三者に譲渡してはならない。"),
    ("有効期間", "本契約の有効期間は、令和8年4月1日から{y}年間とする。|第{a}条の定めは、本契約の終了後も{y}年間存続する。"),
    ("変更", "本契約の変更は、甲乙が記名押印した書面による。"),
    ("協議", "本契約に定めのない事項は、甲乙が誠意をもって協議する。"),
    ("管轄", "本契約に関する紛争は、東京地方裁判所を第一審の専属的合意管轄裁判所とする。"),
]
# Paragraphs that follow in many articles, so that a contract has the length of a real one.
MORE = [
    "前項の場合において、乙は、甲の求めに応じ、その状況を書面により甲に説明しなければならない。ただし、緊急を要するときは、口頭によることができる。",
    "甲は、前項の書面を受領したときは、受領の日から{d}日以内に、その内容を承認するか否かを乙に通知する。",
    "乙は、前各項に定める義務を、自己の役員及び従業員に守らせ、これらの者の行為について一切の責任を負う。",
    "甲及び乙は、本条に定めのない細目について、別に定める仕様書に従うほか、必要に応じて協議のうえ書面で定める。",
    "本条の定めは、第{a}条の適用を妨げない。",
    "乙は、本条に定める措置に要する費用を負担する。ただし、甲の責めに帰すべき事由により生じた費用は、甲が負担する。",
    "乙は、次の各号のいずれかに該当するときは、直ちにその旨を甲に通知する。|(1) 本業務の遂行に支障を生じ、又は生じるおそれのあるとき。|(2) 責任者又は従事者に異動があるとき。|(3) 監督官庁から指導又は処分を受けたとき。",
    "甲が前項の通知を受けたときは、甲及び乙は、本業務の継続の可否並びに必要な措置について、誠意をもって速やかに協議する。",
    "前項の規定にかかわらず、法令に基づき開示を求められた場合には、乙は、必要な最小限の範囲で開示することができる。この場合、乙は、事前に甲に通知するよう努める。",
]
WORKS = ["基幹システムの保守", "会員サイトの開発", "帳票の印刷及び発送", "窓口業務の運営", "監視業務", "データの入力"]


def contract(rng, articles=30):
    lines = ["業務委託契約書", "", f"株式会社青空{rng.randrange(1000)}（以下「甲」という。）と株式会社夕凪{rng.randrange(1000)}（以下「乙」という。）は、次のとおり契約を締結する。", ""]
    order = []
    while len(order) < articles:
        round_ = list(CLAUSES)
        rng.shuffle(round_)
        order += round_
    for number, (title, body) in enumerate(order[:articles], 1):
        fill = dict(w=rng.choice(WORKS), n=rng.choice([8, 12, 24, 48, 72]), d=rng.choice([5, 7, 10, 14, 30]), y=rng.choice([1, 2, 3, 5]),
                    c=rng.choice([100, 300, 500, 1000]), k=rng.choice([1, 2]), a=rng.randrange(1, articles + 1))
        lines.append(f"第{number}条（{title}）")
        paragraph = 1
        for part in "|".join([body, *rng.sample(MORE, 3)]).format(**fill).split("|"):
            if part.startswith("("):
                lines.append(part)
                continue
            lines.append(part if paragraph == 1 else f"{paragraph}　{part}")
            paragraph += 1
        lines.append("")
    lines.append("令和8年4月1日\n甲　東京都千代田区　株式会社青空\n乙　大阪市北区　株式会社夕凪")
    return "\n".join(lines)


def run(binary, files, cores):
    """Seconds, processor seconds and peak memory (MiB) of one process; 0 and 1 are its good ends."""
    with open(os.devnull, "w") as null:
        begun = time.perf_counter()
        process = subprocess.Popen([binary, "contract", "check", "--format", "json", *map(str, files)], stdout=null, stderr=null,
                                   preexec_fn=lambda: os.sched_setaffinity(0, cores))
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"the check ended with {process.returncode}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--bin", default=str(HERE.parent / "target/release/sekimori"))
    a.add_argument("--count", type=int, default=400); a.add_argument("--cores", type=int, default=2)
    a.add_argument("--runs", type=int, default=5); a.add_argument("--seed", type=int, default=7)
    a.add_argument("--keep"); a.add_argument("--out")
    a = a.parse_args()
    folder = pathlib.Path(a.keep or tempfile.mkdtemp(prefix="sekimori-contracts-"))
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(a.seed)
    files = []
    for n in range(a.count):
        files.append(folder / f"contract-{n:05}.txt")
        files[-1].write_text(contract(rng), encoding="utf-8")
    cores = set(sorted(os.sched_getaffinity(0))[:a.cores])
    many = [run(a.bin, files, cores) for _ in range(a.runs)]
    best = min(many)
    single = [run(a.bin, [files[n % a.count]], cores) for n in range(max(20, a.runs))]
    start = [run(a.bin, [files[0]], {min(cores)}) for _ in range(a.runs)]
    growth = []
    for factor in (1, 2, 4, 8, 16):
        long = folder / f"long-{factor}.txt"
        long.write_text(contract(random.Random(a.seed), 30 * factor), encoding="utf-8")
        # the same file many times over, so that starting the process does not hide the time it takes
        copies = [long] * max(1, 160 // factor)
        took = min(run(a.bin, copies, {min(cores)})[1] for _ in range(a.runs)) - min(s[1] for s in start)
        growth.append({"articles": 30 * factor, "bytes": long.stat().st_size, "cpu_ms_a_file": round(took * 1000 / len(copies), 3)})
    for one in growth:
        one["ms_a_file_for_each_30_articles"] = round(one["cpu_ms_a_file"] * 30 / one["articles"], 3)
    result = {"load_1m": round(os.getloadavg()[0], 2), "cores": len(cores), "contracts": a.count, "articles": 30, "bytes_a_contract": round(sum(f.stat().st_size for f in files) / len(files)),
              "contracts_a_second": round(a.count / best[0], 1), "cpu_ms_a_contract": round(best[1] * 1000 / a.count, 2), "peak_mib": round(max(m[2] for m in many), 1),
              "one_file_ms_median": round(statistics.median(s[0] for s in single) * 1000, 1), "one_file_ms_worst": round(max(s[0] for s in single) * 1000, 1),
              "one_file_cpu_ms": round(statistics.median(s[1] for s in single) * 1000, 1), "one_file_peak_mib": round(max(s[2] for s in single), 1), "growth": growth}
    text = json.dumps(result, ensure_ascii=False, indent=1)
    if a.out:
        pathlib.Path(a.out).write_text(text + "\n")
    print(text)
    if not a.keep:
        shutil.rmtree(folder)


main()
