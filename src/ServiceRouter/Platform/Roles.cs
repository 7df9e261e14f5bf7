using Microsoft.Extensions.Configuration;

namespace ServiceRouter.Platform;

/// <summary>What a process does; one binary does all by default. Citizens, webhooks and managers are answered by each of them.</summary>
[Flags]
public enum Roles
{
    None = 0,
    /// <summary>Keeps telephone lines and sends text messages; offers what it has taken.</summary>
    Front = 1,
    /// <summary>Consumes messages and moves what falls due; keeps lines, sends text messages and offers like Front.</summary>
    Router = 2,
    /// <summary>The desk and its API; offers what has come free.</summary>
    Desk = 4,
    /// <summary>Due rows, retention, ledger checks.</summary>
    Jobs = 8,
    All = Front | Router | Desk | Jobs,
}

/// <summary>Reads the setting <c>Roles</c>.</summary>
public static class RolesSetting
{
    /// <summary>A list (Roles:0 …) or one value separated by commas; all roles when nothing is set.</summary>
    /// <exception cref="InvalidOperationException">A name is not a role.</exception>
    public static Roles Read(IConfiguration configuration)
    {
        var names = Names(configuration);
        return names.Count == 0 ? Roles.All : names.Aggregate(Roles.None, (roles, name) => roles | Parse(name));
    }

    /// <summary>The same before anything is known to be right: while the service is composed, a name that is none is told with all other faults.</summary>
    public static bool Names(IConfiguration configuration, Roles role) => Names(configuration) is var names && (names.Count == 0 || names.Contains($"{role}", StringComparer.OrdinalIgnoreCase));

    private static List<string> Names(IConfiguration configuration)
    {
        var section = configuration.GetSection("Roles");
        return [.. section.Get<string[]>() ?? [], .. (section.Value ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    private static Roles Parse(string name) =>
        Enum.TryParse<Roles>(name, ignoreCase: true, out var role) && Enum.IsDefined(role) && role != Roles.None
            ? role
            : throw new InvalidOperationException($"Roles names \"{name}\", and the roles are Front, Router, Desk, Jobs");
}
