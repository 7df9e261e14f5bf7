using Microsoft.Extensions.Options;

namespace ServiceRouter.Handoffs;

/// <summary>The secret that seals receipts, the same on every node; section <c>Receipts</c>.</summary>
public sealed class ReceiptsOptions
{
    public const string Section = "Receipts";

    /// <summary>At least 32 random bytes in base64 (<c>openssl rand -base64 32</c>). Outside Production one is made once, beside the other keys of the service.</summary>
    public string Key { get; set; } = "";

    /// <summary>Keys of former times, separated by commas: what they sealed is known again, and nothing more is sealed with them.</summary>
    public string FormerKeys { get; set; } = "";

    internal string[] FormerKeyList => FormerKeys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

internal sealed class ReceiptsOptionsValidator : IValidateOptions<ReceiptsOptions>
{
    private const int FewestBytes = 32;

    // 32 random bytes have about 30 different ones; a sentence, or one byte again and again, has few.
    private const int FewestDifferentBytes = 16;

    public ValidateOptionsResult Validate(string? name, ReceiptsOptions options)
    {
        // Never the value itself: it is a secret.
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Key)) failures.Add("Receipts:Key is not set: it proves on every node that a receipt is ours. Give all nodes the same one, made with: openssl rand -base64 32");
        else if (Fault(options.Key) is { } fault) failures.Add($"Receipts:Key {fault}");
        failures.AddRange(options.FormerKeyList.Select(Fault).OfType<string>().Select(fault => $"Receipts:FormerKeys holds a key that {fault}"));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Fault(string key)
    {
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, bytes, out var length)) return "is no base64";
        if (length < FewestBytes) return $"has {length} bytes, and needs at least {FewestBytes}";
        return bytes.Take(length).Distinct().Count() < FewestDifferentBytes ? "is too regular to be random" : null;
    }
}
