using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Bus;

/// <summary>How messages travel; section <c>Bus</c>.</summary>
public sealed class BusOptions
{
    /// <summary>InMemory (embedded) or RabbitMq (production, quorum queues).</summary>
    public BusTransport Transport { get; set; } = BusTransport.InMemory;

    /// <summary>Name or address of the broker.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>The broker's AMQP port, 1 to 65,535.</summary>
    [Range(1, 65535)]
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
    [Range(1, 20)]
    public int TriesOfFaultyRow { get; set; } = 5;

    /// <summary>The same for a row that only this broker refuses (no queue for it, no confirm while others get theirs), 1 to 20. 8 tries take 2 minutes: longer than queues need to come back.</summary>
    [Range(1, 20)]
    public int TriesOfRefusedRow { get; set; } = 8;

    /// <summary>Largest message that is sent, in bytes of JSON, 1 kB to 16 MB; ours have less than one thousand.</summary>
    [Range(1 << 10, 16 << 20)]
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
    public ValidateOptionsResult Validate(string? name, BusOptions options)
    {
        var failures = new List<string>();
        if (options.SendTimeout < TimeSpan.FromSeconds(1) || options.SendTimeout > TimeSpan.FromSeconds(7))
            failures.Add($"Bus:SendTimeout is {options.SendTimeout}, and must be between 00:00:01 and 00:00:07");
        if (options.QueueLookInterval < TimeSpan.FromMilliseconds(100) || options.QueueLookInterval > TimeSpan.FromMinutes(1))
            failures.Add($"Bus:QueueLookInterval is {options.QueueLookInterval}, and must be between 00:00:00.100 and 00:01:00");
        if (options.Transport == BusTransport.RabbitMq)
        {
            if (string.IsNullOrWhiteSpace(options.User)) failures.Add("Bus:User is empty, and Bus:Transport RabbitMq needs it");
            if (string.IsNullOrWhiteSpace(options.Password)) failures.Add("Bus:Password is empty, and Bus:Transport RabbitMq needs it");
        }
        foreach (var node in options.NodeList.Where(node => !IsNode(node)))
            failures.Add($"Bus:Nodes names \"{node}\", and a node is host:port");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsNode(string node) =>
        node.Split(':') is [{ Length: > 0 }, var port] && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535;
}
