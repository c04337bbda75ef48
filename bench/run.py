#!/usr/bin/env python3
"""Measures the release binary: 10,000 contractors and 100,000 engagements on a fresh database.

  bench/run.py [--bin target/release/sekimori] [--database URL] [--contractors N] [--engagements N]
               [--seed S] [--seconds 3] [--clients 1,8] [--keep DIR] [--out FILE] [--db-pid PID]

Without --database a new SQLite file in a temporary folder is used. Standard library only; talks to 127.0.0.1 only.
"""
import argparse, http.client, json, os, pathlib, re, secrets, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.parse

HERE = pathlib.Path(__file__).resolve().parent


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def rss(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"):
            return round(int(line.split()[1]) / 1024, 1)


def get(port, path, headers=None, method="GET", body=None):
    con = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    con.request(method, path, body, headers or {})
    r = con.getresponse()
    return r, r.read()


class Server:
    def __init__(self, binary, config, env, port):
        self.port = port
        begun = time.perf_counter()
        self.process = subprocess.Popen([binary, "--config", config, "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                if get(port, "/ready")[0].status == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None:
                sys.exit("the server ended at once")
            time.sleep(0.002)
        self.start_ms = round((time.perf_counter() - begun) * 1000, 1)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def queries(port):
    text = get(port, "/metrics")[1].decode()
    return float(re.search(r"^sekimori_queries_total (\S+)", text, re.M).group(1))


def count_queries(port, plan):
    out = {}
    for one in plan["requests"]:
        if one.get("method", "GET") != "GET":
            continue
        path = one["path"].replace("{id}", one.get("ids", [""])[0])
        get(port, path, plan["headers"])
        before = queries(port)
        get(port, path, plan["headers"])
        out[one["name"]] = int(queries(port) - before)
    return out


def sign_in(port, login, password):
    body = urllib.parse.urlencode({"login": login, "password": password})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    r, _ = get(port, "/sign-in", headers, "POST", body)
    if r.status != 303:
        sys.exit(f"signing in answered {r.status}")
    return r.getheader("Set-Cookie").split(";")[0]


def token(port, cookie):
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Cookie": cookie}
    _, page = get(port, "/account/tokens", headers, "POST", urllib.parse.urlencode({"name": "bench", "days": "1"}))
    found = re.search(r"skm_[A-Za-z0-9_-]+", page.decode())
    if not found:
        sys.exit("no token on the page")
    return found.group(0)


def facts(n):
    return {"title": f"計測用の委託 {n}", "category": "remote_operation", "system": "計測用システム", "activities": ["operation"],
            "information": ["personal"], "people_count": 1200, "places": ["contractor_premises"], "connection": "remote",
            "items": [{"name": "利用者の名簿", "access": "accessible", "criticality": "not_critical"}],
            "rights_reach_all": "no", "subcontracting": "no"}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--bin", default=str(HERE.parent / "target/release/sekimori"))
    a.add_argument("--database"); a.add_argument("--contractors", type=int, default=10_000)
    a.add_argument("--engagements", type=int, default=100_000); a.add_argument("--seed", type=int, default=7)
    a.add_argument("--seconds", type=float, default=3); a.add_argument("--clients", default="1,8")
    a.add_argument("--max", type=int, default=2000); a.add_argument("--runs", type=int, default=3)
    a.add_argument("--keep"); a.add_argument("--out"); a.add_argument("--db-pid", default="")
    a = a.parse_args()
    folder = pathlib.Path(a.keep or tempfile.mkdtemp(prefix="sekimori-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    database = a.database or f"sqlite:{folder}/bench.db"
    port, password = free_port(), secrets.token_urlsafe(18)
    config = folder / "sekimori.toml"
    config.write_text(f'[server]\nlisten = "127.0.0.1:{port}"\n[database]\nurl = "{database}"\n[files]\nfolder = "{folder}/files"\n[log]\nlevel = "warn"\n')
    (folder / "password").write_text(password)
    env = dict(os.environ, LANG="C.UTF-8")
    run = lambda *args: subprocess.run([a.bin, "--config", str(config), "--format", "json", *args], env=env, check=True, capture_output=True, text=True).stdout
    result = {"database": database.split(":")[0], "contractors": a.contractors, "engagements": a.engagements}
    if not (folder / "made.json").exists():
        begun = time.perf_counter()
        made = run("sample", "--contractors", str(a.contractors), "--engagements", str(a.engagements), "--seed", str(a.seed))
        (folder / "made.json").write_text(made)
        if a.database and shutil.which("psql"):
            # what autovacuum does within a minute of such a load; without it the planner guesses
            subprocess.run(["psql", "--quiet", a.database, "--command", "vacuum analyze"], check=True)
        result["generate_s"] = round(time.perf_counter() - begun, 1)
    made = json.loads((folder / "made.json").read_text())
    chief = made["login"]
    people = json.loads(run("user", "list"))
    people = people if isinstance(people, list) else people.get("people") or people.get("users")
    section = next((p["login"] for p in people if "section_security_officer" in json.dumps(p.get("roles", p.get("grants", [])))), None)
    for login in filter(None, (chief, section)):
        run("user", "password", login, "--password-file", str(folder / "password"))
    server = Server(a.bin, str(config), env, port)
    result["start_ms"] = server.start_ms
    time.sleep(1)
    result["rss_rest_mib"] = rss(server.process.pid)
    cookie = sign_in(port, chief, password)
    bearer = token(port, cookie)
    _, page = get(port, "/engagements?view=all", {"Cookie": cookie})
    numbers = sorted(set(re.findall(r"/engagements/(R\d+-\d+)", page.decode())))
    _, firms = get(port, "/contractors?q=" + urllib.parse.quote("株式会社"), {"Cookie": cookie})
    firm = re.search(r"/contractors/(con_[0-9a-f]{32})", firms.decode()).group(1)
    lines = json.loads(get(port, "/api/v1/engagements?limit=50", {"Authorization": f"Bearer {bearer}"})[1])["items"]
    unit = re.search(r"unt_[0-9a-f]{32}", json.dumps(lines)).group(0)
    gets = [
        ("health (floor)", "/health"), ("home", "/"), ("list, newest", "/engagements?view=all"),
        ("list, moving, by due date", "/engagements?sort=due&dir=asc"), ("list, by title", "/engagements?view=all&sort=title&dir=asc"),
        ("list, stage decide", "/engagements?stage=decide"), ("list, rare filter", "/engagements?view=all&category=housing&seal=abroad"),
        ("list, last page", "/engagements?view=all&sort=number&dir=asc"),
        ("list, rare filter, by title", "/engagements?view=all&category=housing&seal=abroad&sort=title&dir=asc"),
        ("list, ending soon", "/engagements?view=ending"), ("list, waiting", "/engagements?view=all&stopped=waiting"), ("list, mine", "/engagements?view=mine"),
        ("list, one unit", f"/engagements?view=all&unit={unit}"), ("list, one unit, by title", f"/engagements?view=all&unit={unit}&sort=title&dir=asc"),
        ("search 保守 (two characters)", "/engagements?view=all&q=" + urllib.parse.quote("保守")),
        ("search 保守, by title", "/engagements?view=all&sort=title&dir=asc&q=" + urllib.parse.quote("保守")),
        ("search ㈱", "/engagements?view=all&q=" + urllib.parse.quote("㈱")),
        ("search ㈱ and a word", "/engagements?view=all&q=" + urllib.parse.quote("㈱ 保守")),
        ("search, nothing found", "/engagements?view=all&q=" + urllib.parse.quote("存在しない語")),
        ("approvals", "/approvals"), ("contractors", "/contractors"), ("contractor page", f"/contractors/{firm}"), ("contractors, search", "/contractors?q=" + urllib.parse.quote("株式会社")), ("ledger", "/ledger"),
    ]
    pages = {"base": f"http://127.0.0.1:{port}", "headers": {"Cookie": cookie}, "requests": [{"name": n, "path": p} for n, p in gets]}
    pages["requests"].append({"name": "engagement page", "path": "/engagements/{id}", "ids": numbers})
    api = {"base": pages["base"], "headers": {"Authorization": f"Bearer {bearer}"}, "requests": [
        {"name": "api list 50", "path": "/api/v1/engagements?limit=50"}, {"name": "api list 100", "path": "/api/v1/engagements?limit=100"},
        {"name": "api engagement", "path": "/api/v1/engagements/{id}", "ids": numbers}]}
    result["queries"] = count_queries(port, pages) | count_queries(port, api)
    plans = [("pages", pages), ("api", api)]
    if section:
        cookie2 = sign_in(port, section, password)
        bearer2 = token(port, cookie2)
        mine = {"base": pages["base"], "headers": {"Cookie": cookie2}, "requests": [
            {"name": "section: home", "path": "/"}, {"name": "section: list", "path": "/engagements?view=all"},
            {"name": "section: list, by title", "path": "/engagements?view=all&sort=title&dir=asc"},
            {"name": "section: search 保守", "path": "/engagements?view=all&q=" + urllib.parse.quote("保守")},
            {"name": "section: search ㈱ and a word", "path": "/engagements?view=all&q=" + urllib.parse.quote("㈱ 保守")}]}
        plans.append(("section", mine))
        account = json.loads(get(port, "/api/v1/account", {"Authorization": f"Bearer {bearer2}"})[1])
        own = re.search(r"unt_[0-9a-f]{32}", json.dumps(account)).group(0)
        save = {"base": pages["base"], "headers": {"Authorization": f"Bearer {bearer2}"}, "requests": [
            {"name": "api create engagement (save)", "method": "POST", "path": "/api/v1/engagements", "expect": 201,
             "body": {"unit": own, "facts": facts("{n}")}}]}
        plans.append(("save", save))
    result["requests"] = []
    pids = ",".join(filter(None, [str(server.process.pid), a.db_pid]))
    for name, plan in plans:
        path = folder / f"plan-{name}.json"
        path.write_text(json.dumps(plan, ensure_ascii=False))
        out = folder / f"out-{name}.json"
        subprocess.run([sys.executable, str(HERE / "loadgen.py"), str(path), "--clients", a.clients, "--seconds", str(a.seconds),
                        "--runs", str(a.runs), "--max", str(a.max), "--pid", pids, "--out", str(out)], check=True)
        result["requests"] += json.loads(out.read_text())
    result["rss_after_mib"] = rss(server.process.pid)
    server.stop()
    again = Server(a.bin, str(config), env, port)
    result["start_again_ms"] = again.start_ms
    again.stop()
    if a.out:
        pathlib.Path(a.out).write_text(json.dumps(result, ensure_ascii=False, indent=1))
    brief = {k: v for k, v in result.items() if k != "requests"}
    print(json.dumps(brief, ensure_ascii=False, indent=1))
    if not a.keep:
        shutil.rmtree(folder)


main()
