namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>Where a program finds its virtual host: the values of the settings Bus:*.</summary>
public sealed record BrokerAddress(string Host, int Port, string VirtualHost, string User, string Password)
{
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Bus:Transport", "RabbitMq"),
        new("Bus:Host", Host),
        new("Bus:Port", $"{Port}"),
        new("Bus:VirtualHost", VirtualHost),
        new("Bus:User", User),
        new("Bus:Password", Password),
    ];

    /// <param name="address">amqp://user:password@host:port/vhost</param>
    public static BrokerAddress Parse(string address)
    {
        var uri = new Uri(address);
        var user = uri.UserInfo.Split(':', 2);
        if (uri.Scheme != "amqp" || user.Length != 2)
            throw new FormatException("SR_TEST_RABBITMQ has the form amqp://user:password@host:port/vhost");
        return new(uri.Host, uri.IsDefaultPort || uri.Port < 0 ? 5672 : uri.Port, Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user[1]));
    }
}
