"""The other end of bench/push: takes requests over TLS and answers 201, and does no more."""

import base64
import json
import os
import socket
import ssl
import sys
import threading
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ANSWER = (
    b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nTTL: 3600\r\nLocation: https://x/m/1\r\n\r\n"
)


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def serve(line: socket.socket, context: ssl.SSLContext) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with context.wrap_socket(line, server_side=True) as secured:
        data = b""
        while True:
            head, end, rest = data.partition(b"\r\n\r\n")
            length = (
                int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]) if end else 0
            )
            if end and len(rest) >= length:
                data = rest[length:]
                secured.sendall(ANSWER)
                continue
            more = secured.recv(65_536)
            if not more:
                return
            data += more


def main() -> None:
    directory = Path(sys.argv[1])
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(directory / "ca.pem"))
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    place = f"127.0.0.1:{listener.getsockname()[1]}"
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": text(raw), "auth": text(os.urandom(16))}
    browser = {"endpoint": f"https://{place}/push/phone", "keys": keys}
    (directory / "subscription.json").write_text(json.dumps(browser))
    print(place, flush=True)
    while True:
        line, _ = listener.accept()
        threading.Thread(target=serve, args=(line, context), daemon=True).start()


if __name__ == "__main__":
    main()
