"""What the dialects need of the process they run in: tenants by name, and who verifies callers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from amana.dialects.base.credentials import Credentials, Scheme
from amana.dialects.base.faults import BadTenant, Unauthenticated
from amana.dialects.base.request import Request
from amana.kernel.access.authentication import Authenticator
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant

TENANT_HEADERS = (
    "x-mifos-platform-tenantid",
    "fineract-platform-tenantid",
    "x-fineract-platform-tenantid",
    "x-amana-tenant",
)
TENANT_PARAMETER = "tenantIdentifier"
PLAIN_HOSTS = frozenset({"localhost", "127", "www", "api", "testserver", "test"})

TokenVerifier = Callable[[Tenant, str], Actor]


def no_tokens(_tenant: Tenant, _token: str) -> Actor:
    """Where no dialect issues tokens, none is good."""
    raise Unauthenticated


@dataclass
class Core:
    """``find_tenant`` gives None for a name it does not know."""

    find_tenant: Callable[[str], Tenant | None]
    authenticator: Authenticator = field(default_factory=Authenticator)
    verify_token: TokenVerifier = no_tokens
    default_tenant: str | None = "default"

    def tenant_of(self, request: Request) -> Tenant:
        """The tenant a request names.

        Header, then query parameter, then the first label of the host name; two that disagree are refused, so is
        a name that nobody knows. Without any name it is the default tenant, where there is one.
        """
        named = {request.headers[h].strip() for h in TENANT_HEADERS if request.headers.get(h, "").strip()}
        parameter = request.query.get(TENANT_PARAMETER, "").strip()
        if parameter:
            named.add(parameter)
        if len(named) > 1:
            raise BadTenant(f"The request names different tenants: {', '.join(sorted(named))}.")
        if named:
            name = named.pop()
            tenant = self.find_tenant(name)
            if tenant is None:
                raise BadTenant(f"There is no tenant {name}.", status=401)
            return tenant
        return self._by_host(request.headers)

    def _by_host(self, headers: Mapping[str, str]) -> Tenant:
        host = headers.get("host", "").partition(":")[0].lower()
        label = host.partition(".")[0]
        if "." in host and label not in PLAIN_HOSTS and not label.isdigit():
            tenant = self.find_tenant(label)
            if tenant is not None:
                return tenant
        tenant = self.find_tenant(self.default_tenant) if self.default_tenant else None
        if tenant is None:
            raise BadTenant("The request names no tenant.")
        return tenant

    def verify(self, tenant: Tenant, credentials: Credentials, *, again: bool = False) -> Actor:
        """The actor behind the credentials; ``again`` skips what is remembered.

        Raises the kernel's ``Unauthenticated`` or ``Throttled``, or the edge's ``Unauthenticated``.
        """
        match credentials.scheme:
            case Scheme.BASIC:
                return self.authenticator.by_password(
                    tenant, credentials.name, credentials.secret, again=again
                )
            case Scheme.API_KEY:
                return self.authenticator.by_api_key(tenant, credentials.secret, again=again)
            case Scheme.BEARER:
                return self.verify_token(tenant, credentials.secret)
