"""What the dialects need of the process they run in: tenants by name, and who verifies callers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from amana.dialects.base.credentials import Credentials, Scheme
from amana.dialects.base.faults import BadTenant
from amana.dialects.base.request import Request
from amana.kernel.access.authentication import Authenticator
from amana.kernel.access.sessions import actor_of_token
from amana.kernel.context import Actor
from amana.kernel.tenancy import UnknownTenant
from amana.kernel.tenant import Tenant

TENANT_HEADERS = (
    "x-mifos-platform-tenantid",
    "fineract-platform-tenantid",
    "x-fineract-platform-tenantid",
    "x-amana-tenant",
)
LARGEST_LIST = 100_000
"""Records in one answer, also where a client asks for all; the total beside a page tells that there are more."""

TENANT_PARAMETER = "tenantIdentifier"
PLAIN_LABELS = frozenset({"www", "api"})

TokenVerifier = Callable[[Tenant, str], Actor]


class TenantRegistry(Protocol):
    """Where tenants are found by name."""

    def get(self, identifier: str) -> Tenant:
        """The tenant; raises the kernel's ``UnknownTenant``."""


@dataclass
class Core:
    """``default_tenant`` serves requests that name none; without it, such requests are refused."""

    tenants: TenantRegistry
    authenticator: Authenticator = field(default_factory=Authenticator)
    verify_token: TokenVerifier = actor_of_token
    default_tenant: str | None = "default"
    largest_list: int = LARGEST_LIST

    def tenant_of(self, request: Request) -> Tenant:
        """The tenant a request names: by header, by query parameter, or by the first label of the host name.

        Names that disagree are refused, so is one that nobody knows. Raises ``BadTenant``.
        """
        named = {request.headers[h].strip() for h in TENANT_HEADERS if request.headers.get(h, "").strip()}
        parameter = request.query.get(TENANT_PARAMETER, "").strip()
        if parameter:
            named.add(parameter)
        hosted = self._by_host(request.headers)
        if hosted is not None:
            named.add(hosted.identifier)
        if len(named) > 1:
            raise BadTenant(f"The request names different tenants: {', '.join(sorted(named))}.")
        name = named.pop() if named else self.default_tenant
        if name is None:
            raise BadTenant("The request names no tenant.")
        tenant = self._known(name)
        if tenant is None:
            raise BadTenant(f"There is no tenant {name}.", status=401)
        return tenant

    def _by_host(self, headers: Mapping[str, str]) -> Tenant | None:
        host = headers.get("host", "").partition(":")[0].lower()
        label = host.partition(".")[0]
        if "." not in host or label in PLAIN_LABELS or label.isdigit():
            return None
        return self._known(label)

    def _known(self, name: str) -> Tenant | None:
        try:
            return self.tenants.get(name)
        except UnknownTenant:
            return None

    def verify(
        self, tenant: Tenant, credentials: Credentials, *, address: str = "", again: bool = False
    ) -> Actor:
        """The actor behind the credentials; ``again`` skips what is remembered.

        Raises the kernel's ``Unauthenticated`` or ``Throttled``, or the edge's ``Unauthenticated``.
        """
        match credentials.scheme:
            case Scheme.BASIC:
                return self.authenticator.by_password(
                    tenant, credentials.name, credentials.secret, address=address, again=again
                )
            case Scheme.API_KEY:
                return self.authenticator.by_api_key(tenant, credentials.secret, again=again)
            case Scheme.BEARER:
                return self.verify_token(tenant, credentials.secret)
