using Microsoft.AspNetCore.Authorization;

namespace ServiceRouter.Host.SignIn;

/// <summary>Names of the authorization policies. What names none still needs a signed-in person.</summary>
public static class Policies
{
    /// <summary>Needs the role <see cref="StaffRoles.Counsellor"/>: /desk and /api/desk.</summary>
    public const string Counsellor = "counsellor";

    /// <summary>Needs the role <see cref="StaffRoles.Manager"/>: /pilotage and /api/steering.</summary>
    public const string Manager = "manager";

    /// <summary>Needs the role <see cref="StaffRoles.Auditor"/>. Reserved: no claim gives that role yet.</summary>
    public const string Auditor = "auditor";

    internal static void Add(AuthorizationBuilder authorization) => authorization
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
        .AddPolicy(Counsellor, policy => policy.RequireRole(StaffRoles.Counsellor))
        .AddPolicy(Manager, policy => policy.RequireRole(StaffRoles.Manager))
        .AddPolicy(Auditor, policy => policy.RequireRole(StaffRoles.Auditor));
}

/// <summary>Values of the role claim inside the service, whatever the provider calls them.</summary>
public static class StaffRoles
{
    /// <summary>Takes requests at the desk.</summary>
    public const string Counsellor = "conseiller";

    /// <summary>Reads the dashboard.</summary>
    public const string Manager = "responsable";

    /// <summary>Reads the event log. Reserved.</summary>
    public const string Auditor = "auditeur";
}
