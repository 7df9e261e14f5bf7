namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// Each person has an address of their own, as through a balancer: the service trusts this machine to tell it (<c>Limits:TrustedProxies</c>),
/// and so counts citizens and not the one machine that plays them all.
/// </summary>
internal static class Addresses
{
    public static string Of(int person) => $"10.{person >> 16 & 255}.{person >> 8 & 255}.{person & 255}";

    public static HttpRequestMessage From(this HttpRequestMessage request, int person)
    {
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", Of(person));
        return request;
    }
}
