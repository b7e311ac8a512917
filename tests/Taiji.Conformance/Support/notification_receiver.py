"""A receiver of draft-ietf-netconf-https-notif: prints its port, then each notification that it takes on a line."""
import http.server


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b""
        if self.path == "/in/capabilities":
            body = (b'<receiver-capabilities xmlns="urn:ietf:params:xml:ns:yang:ietf-https-notif-transport">'
                    b"<receiver-capability>urn:ietf:capability:https-notif-receiver:encoding:json</receiver-capability>"
                    b"</receiver-capabilities>")
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_expected = self.path == "/in/relay-notification" and self.headers["Content-Type"] == "application/json"
        self.send_response(204 if is_expected else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if is_expected:
            print(body.decode(), flush=True)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
