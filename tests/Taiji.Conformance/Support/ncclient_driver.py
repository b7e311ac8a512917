"""Runs scripts with ncclient at hand, one after the other: a JSON request a line in, a JSON answer a line out.

A script finds `m`, a session of admin that stays open from script to script, and the functions below.
"""
import contextlib
import io
import json
import sys
import traceback
import warnings

warnings.simplefilter("ignore")
from lxml import etree
from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele

PORT, PASSWORD = int(sys.argv[1]), sys.argv[2]
NC = "urn:ietf:params:xml:ns:netconf:base:1.0"
IF = "urn:ietf:params:xml:ns:yang:ietf-interfaces"
TJX = "urn:taiji:example"
opened = []


def connect(username="admin", password=PASSWORD, **options):
    """A session; closed after the script."""
    session = manager.connect(
        host="127.0.0.1", port=PORT, username=username, password=password, timeout=60,
        hostkey_verify=False, look_for_keys=False, allow_agent=False, **options)
    opened.append(session)
    return session


def config(content, wrapper="config"):
    return f'<{wrapper} xmlns="{NC}" xmlns:nc="{NC}">{content}</{wrapper}>'


def interfaces(content, attributes=""):
    return (f'<interfaces xmlns="{IF}" xmlns:ianaift="urn:ietf:params:xml:ns:yang:iana-if-type" '
            f'xmlns:ip="urn:ietf:params:xml:ns:yang:ietf-ip" {attributes}>{content}</interfaces>')


def interface(name, content="", attributes=""):
    return f'<interface {attributes}><name>{name}</name><type>ianaift:ethernetCsmacd</type>{content}</interface>'


def sensors(content, attributes=""):
    return f'<sensors xmlns="{TJX}" {attributes}>{content}</sensors>'


def edit(content, target="running", session=None, **options):
    return (session or m).edit_config(target=target, config=config(content), **options)


def running(subtree=None, source="running"):
    """The configuration as XML text."""
    return m.get_config(source=source, filter=("subtree", subtree) if subtree else None).data_xml


def names(source="running"):
    """The names of the interfaces, joined."""
    data = m.get_config(source=source, filter=("subtree", interfaces("<interface><name/></interface>"))).data_ele
    return " ".join(e.text for e in data.iter(f"{{{IF}}}name"))


def refused(call):
    """Prints the rpc-errors that the call ends with."""
    try:
        call()
    except RPCError as error:
        print(json.dumps([{
            "type": e.type, "tag": e.tag, "appTag": e.app_tag, "severity": e.severity, "path": e.path,
            "message": e.message, "info": e.info,
        } for e in (error.errlist or [error])]))
    else:
        raise AssertionError("nothing was refused")


def run(request, scope):
    printed, failure = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        try:
            if "m" not in scope or not scope["m"].connected:
                scope["m"] = connect()
                opened.clear()
            scope.update(OWN)
            exec(request["script"], scope)
        except BaseException:
            failure = traceback.format_exc()
    for session in opened + ([scope.pop("m")] if failure and "m" in scope else []):
        with contextlib.suppress(Exception):
            session.close_session()
    opened.clear()
    return {"output": printed.getvalue(), "failure": failure}


# What a script finds, whatever names those before it have used for something else.
OWN = {name: value for name, value in globals().items() if callable(value) or isinstance(value, str) and name.isupper()}

for line in sys.stdin:
    answer = run(json.loads(line), globals())
    sys.__stdout__.write(json.dumps(answer) + "\n")
    sys.__stdout__.flush()
