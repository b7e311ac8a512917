"""ncclient against the canned server: the same figures as ClientFigures."""
import resource
import sys
import time

from ncclient import manager

port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
session = manager.connect(
    host="127.0.0.1", port=port, username=user, password=password, hostkey_verify=False, look_for_keys=False, allow_agent=False, timeout=60)
count = 100
session.discard_changes()
start = time.perf_counter()
for _ in range(count):
    session.discard_changes()
print(f"ncclient: one after the other: {count / (time.perf_counter() - start):,.0f} rpc/s")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
try:
    session.get_config("running")
    seconds = time.perf_counter() - start
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"ncclient: a reply of 50 MB: {50 / seconds:,.0f} MB/s, {more / 1000:,.0f} MB more memory at its highest")
except Exception as fault:
    print(f"ncclient: a reply of 50 MB: {type(fault).__name__} after {time.perf_counter() - start:,.0f} s")
