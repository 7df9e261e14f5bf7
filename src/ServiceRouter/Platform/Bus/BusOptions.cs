using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Bus;

/// <summary>How messages travel; section <c>Bus</c>.</summary>
public sealed class BusOptions
{
    /// <summary>InMemory (embedded) or RabbitMq (production, quorum queues).</summary>
    public BusTransport Transport { get; set; } = BusTransport.InMemory;

    public string Host { get; set; } = "localhost";

    [Range(1, 65535)]
    public int Port { get; set; } = 5672;

    public string VirtualHost { get; set; } = "/";
    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>Longest wait for one broker confirm, 1 to 7 seconds: shorter than the first claim on an outbox row.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(5);
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
        if (options.Transport == BusTransport.RabbitMq)
        {
            if (string.IsNullOrWhiteSpace(options.User)) failures.Add("Bus:User is empty, and Bus:Transport RabbitMq needs it");
            if (string.IsNullOrWhiteSpace(options.Password)) failures.Add("Bus:Password is empty, and Bus:Transport RabbitMq needs it");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
