using System.Globalization;
using System.Text;
using MassTransit;

namespace ServiceRouter.Platform.Bus;

/// <summary>What the broker writes onto a message.</summary>
internal static class BrokerHeaders
{
    /// <summary>How often a quorum queue has had the message back: its node had ended, or its line was lost. 0 without a broker.</summary>
    public static int Returns(ReceiveContext context) =>
        int.TryParse(Text(context.TransportHeaders, "x-delivery-count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>Null when it is not there.</summary>
    public static string? Text(Headers headers, string key) => !headers.TryGetHeader(key, out var value) ? null : value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        null => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
