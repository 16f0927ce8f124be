"""The server's certificate: a certificate authority made for this checkout, and what it signs."""

import datetime as dt
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.exceptions import InvalidSignature

RENEW_BEFORE = dt.timedelta(days=30)
LIFETIME = dt.timedelta(days=397)  # the longest that browsers accept


def ensure(directory: Path, names: list[str]) -> tuple[Path, Path, Path]:
    """The paths of certificate, key and authority for `names`; made or renewed in `directory` as needed."""
    directory.mkdir(parents=True, exist_ok=True)
    authority, certificate, key = (directory / f"{name}.pem" for name in ("ca", "certificate", "key"))
    ca = _authority(directory, authority)
    if not _is_good(certificate, names, authority) or not key.exists():
        expires = dt.datetime.now(dt.UTC) + LIFETIME
        leaf = ca.issue_cert(*names, not_after=expires)
        _write_secret(key, leaf.private_key_pem.bytes())
        certificate.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    return certificate, key, authority


def days_left(certificate: Path) -> int:
    """How many days the certificate is still good for."""
    expires = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    return (expires - dt.datetime.now(dt.UTC)).days


def _authority(directory: Path, authority: Path) -> trustme.CA:
    key = directory / "ca-key.pem"
    if authority.exists() and key.exists():
        return trustme.CA.from_pem(authority.read_bytes(), key.read_bytes())
    ca = trustme.CA(organization_name="Portal", organization_unit_name="Local certificate authority")
    _write_secret(key, ca.private_key_pem.bytes())
    ca.cert_pem.write_to_path(str(authority))
    return ca


def _is_good(certificate: Path, names: list[str], authority: Path) -> bool:
    """Whether it is there, signed by the authority, and good for a while and for all of the names."""
    if not certificate.exists():
        return False
    loaded = x509.load_pem_x509_certificate(certificate.read_bytes())
    try:
        loaded.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.read_bytes()))
    except (InvalidSignature, ValueError):  # of another signer, or of another name
        return False
    listed = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = {str(name.value) for name in listed}
    return days_left(certificate) > RENEW_BEFORE.days and covered >= set(names)


def _write_secret(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
