"""Many JSON-RPC sessions at once, each with a comet channel: all are told of one commit, each commits something of its own, and logs out."""
import http.cookiejar
import json
import sys
import threading
import urllib.request

url, password, count = sys.argv[1], sys.argv[2], int(sys.argv[3])


class Session:
    def __init__(self):
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.call("login", user="admin", passwd=password)

    def call(self, method, **params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=100) as answer:
            response = json.load(answer)
        if "error" in response:
            raise RuntimeError(f"{method} {params}: {response['error']}")
        return response["result"]


results = [None] * count
subscribed = threading.Barrier(count + 1)


def run(number):
    try:
        session = Session()
        session.call("subscribe_changes", comet_id="main", handle=f"main-{number}", path="/dhcp:dhcp/default-lease-time")
        subscribed.wait(100)
        messages = session.call("comet", comet_id="main")
        told = [m["message"]["changes"][0]["value"] for m in messages if m["handle"] == f"main-{number}"]
        th = session.call("new_trans", mode="read_write")["th"]
        session.call("create", th=th, path=f"/dhcp:dhcp/class{{c{number}}}")
        session.call("set_value", th=th, path=f"/dhcp:dhcp/class{{c{number}}}/rank", value=number)
        while True:
            # Only one holds the validate lock at a time.
            try:
                session.call("apply", th=th)
                break
            except RuntimeError as e:
                if "db.locked" not in str(e):
                    raise
        session.call("logout")
        results[number] = "told " + ",".join(told)
    except BaseException as e:
        results[number] = f"{type(e).__name__}: {e}"
        subscribed.abort()


threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
for thread in threads:
    thread.start()
writer = Session()
subscribed.wait(100)
th = writer.call("new_trans", mode="read_write")["th"]
writer.call("set_value", th=th, path="/dhcp:dhcp/default-lease-time", value="4242")
writer.call("apply", th=th)
for thread in threads:
    thread.join()
read = writer.call("new_trans")["th"]
ranks = writer.call("query", th=read, xpath_expr="/dhcp:dhcp/class[starts-with(name, 'c')]/rank")["results"]
print(json.dumps({"results": sorted(set(results)), "ranks": len(set(ranks))}))
