using System.Security.Claims;
using ServiceRouter.Desk;

namespace ServiceRouter.Host.SignIn.Demo;

/// <summary>An account that anyone may take in demo mode.</summary>
internal sealed record DemoAccount(string UserName, string FullName, string Role)
{
    public string Home => Role == StaffRoles.Manager ? StaffPaths.Steering : StaffPaths.Desk;

    public ClaimsIdentity ToIdentity(string authenticationType) =>
        StaffIdentity.Create(UserName, FullName, [Role], authenticationType);
}

/// <summary>The demo counsellors and the demo manager.</summary>
internal static class DemoAccounts
{
    public static DemoAccount Steering { get; } = new("responsable1", "Hélène Marchadier", StaffRoles.Manager);

    public static IReadOnlyList<DemoAccount> All { get; } =
        [.. DemoCounsellors.All.Select(Of), Steering];

    /// <param name="userName">Exactly.</param>
    /// <param name="counsellors">How many counsellors there are, see <see cref="DemoOptions.Counsellors"/>.</param>
    public static DemoAccount? Find(string? userName, int counsellors = 0) =>
        userName == Steering.UserName ? Steering
        : userName is not null && DemoCounsellors.Find(userName, counsellors) is { } counsellor ? Of(counsellor)
        : null;

    private static DemoAccount Of(DemoCounsellor counsellor) => new(counsellor.UserName, counsellor.FullName, StaffRoles.Counsellor);
}
