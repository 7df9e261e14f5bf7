using System.Globalization;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Bus;

/// <summary>How messages travel; section <c>Bus</c>.</summary>
public sealed class BusOptions
{
    /// <summary>InMemory (embedded) or RabbitMq (production, quorum queues).</summary>
    public BusTransport Transport { get; set; } = BusTransport.InMemory;

    /// <summary>This node is the only one on its PostgreSQL. Without that a start in Production refuses PostgreSQL with the bus in memory: it would take the messages of other nodes from the outbox and send them to nobody.</summary>
    public bool SingleNode { get; set; }

    /// <summary>Name or address of the broker.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>The broker's AMQP port, 1 to 65,535.</summary>
    public int Port { get; set; } = 5672;

    /// <summary>All nodes of a cluster as <c>host:port</c>, separated by commas, tried in turn; empty: the one of <see cref="Host"/> and <see cref="Port"/>.</summary>
    public string Nodes { get; set; } = "";

    /// <summary>Virtual host of the broker; infra/rabbitmq calls it servicerouter.</summary>
    public string VirtualHost { get; set; } = "/";

    /// <summary>Account at the broker; needed for RabbitMq.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password; needed for RabbitMq.</summary>
    public string Password { get; set; } = "";

    /// <summary>Longest wait for one broker confirm, 1 to 7 s: shorter than the first claim on an outbox row.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a node looks whether its queues are there, 100 ms to 1 min; one that is missed for twelve looks or more ends the node.</summary>
    public TimeSpan QueueLookInterval { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Tries before a row that is itself at fault (unknown contract, unreadable, too large) goes to a desk instead of the bus, 1 to 20. Pauses double from 1 s: 5 tries take 15 s.</summary>
    public int TriesOfFaultyRow { get; set; } = 5;

    /// <summary>The same for a row that only this broker refuses (no queue for it, no confirm while others get theirs), 1 to 20. 8 tries take 2 minutes: longer than queues need to come back.</summary>
    public int TriesOfRefusedRow { get; set; } = 8;

    /// <summary>Largest message that is sent, in bytes of JSON, 1 kB to 16 MB; ours have less than one thousand.</summary>
    public int LargestMessage { get; set; } = 256 << 10;

    internal string[] NodeList => Nodes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>The two transports.</summary>
public enum BusTransport
{
    InMemory,
    RabbitMq,
}

internal sealed class BusOptionsValidator : IValidateOptions<BusOptions>
{
    private const int MostPort = 65535;
    private const int MostTries = 20;

    public ValidateOptionsResult Validate(string? name, BusOptions options)
    {
        var faults = new SectionFaults("Bus");
        faults.Within(nameof(options.Port), options.Port, 1, MostPort);
        faults.Within(nameof(options.SendTimeout), options.SendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(7));
        faults.Within(nameof(options.QueueLookInterval), options.QueueLookInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        faults.Within(nameof(options.TriesOfFaultyRow), options.TriesOfFaultyRow, 1, MostTries);
        faults.Within(nameof(options.TriesOfRefusedRow), options.TriesOfRefusedRow, 1, MostTries);
        faults.Within(nameof(options.LargestMessage), options.LargestMessage, 1 << 10, 16 << 20);
        if (options.Transport == BusTransport.RabbitMq)
        {
            if (string.IsNullOrWhiteSpace(options.User)) faults.Add("Bus:User is empty, and Bus:Transport RabbitMq needs it");
            if (string.IsNullOrWhiteSpace(options.Password)) faults.Add("Bus:Password is empty, and Bus:Transport RabbitMq needs it");
        }
        foreach (var node in options.NodeList.Where(node => !IsNode(node)))
            faults.Add($"Bus:Nodes names \"{node}\", and a node is host:port");
        return faults.Result;
    }

    private static bool IsNode(string node) =>
        node.Split(':') is [{ Length: > 0 }, var port] && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostPort;
}
