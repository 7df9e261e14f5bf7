using System.Net;
using System.Net.Sockets;
using System.Security.Claims;

namespace ServiceRouter.Host.Limits;

/// <summary>Who is counted together.</summary>
internal static class Caller
{
    private const int SubscriberBits = 64;

    /// <summary>An IPv4 address, or the /64 of an IPv6 address: what one subscriber has, with 18 billion billion addresses to choose from.</summary>
    public static string AddressOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, SubscriberBits / 8));
    }

    public static string AddressOf(HttpContext context) => AddressOf(context.Connection.RemoteIpAddress);

    /// <summary>Null when nobody is signed in.</summary>
    public static string? PersonOf(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true ? context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.User.Identity.Name ?? "" : null;
}
