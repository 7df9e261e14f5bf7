using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using ServiceRouter.Desk;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Host.Desk;

/// <summary>
/// Whether the person at this desk is still signed in. A circuit knows who opened it and never hears of a sign-out, of the two limits of a session, or of another
/// person who has signed in over it: so the desk asks. To ask is no use of the session; what is done at the desk is, and so is a call that goes on.
/// </summary>
internal sealed class DeskSignIn(SessionFiles sessions, SignInSetting setting, TimeProvider clock, ILogger<DeskSignIn> log)
{
    // The session is written again when it gains so much of its limit: not with each act.
    private const int PartOfLimit = 10;

    private string person = "";
    private string name = "";
    private DateTimeOffset idle = DateTimeOffset.MinValue;
    private DateTimeOffset last = DateTimeOffset.MaxValue;
    private DateTimeOffset actedAt = clock.GetUtcNow();

    /// <summary>The end that comes next, as far as is known here; null while none is near.</summary>
    public ComingEnd? Ending
    {
        get
        {
            var limit = setting.Options.IdleLimit;
            var unused = actedAt + limit;
            return ComingEnd.Of(clock.GetUtcNow(), unused > idle ? unused : idle, last, limit);
        }
    }

    /// <summary>Says whose session it is.</summary>
    public void Begin(ClaimsPrincipal opener) =>
        (person, name) = (SignedInCounsellor.IdOf(opener), opener.FindFirstValue(SessionCookie.SessionClaim) ?? "");

    /// <summary>Somebody does something at the desk.</summary>
    public void Acts() => actedAt = clock.GetUtcNow();

    /// <param name="isOnPhone">Asked when nothing was done at the desk for long.</param>
    public async Task<bool> HoldsAsync(Func<Task<bool>> isOnPhone)
    {
        var limit = setting.Options.IdleLimit;
        if (clock.GetUtcNow() - actedAt > limit / 2 && await isOnPhone()) Acts();
        try
        {
            if (await sessions.LookAsync(name) is not { } session || !IsStill(session.Principal)) return false;
            last = SessionCookie.EndOf(session.Properties);
            idle = session.Properties.ExpiresUtc ?? DateTimeOffset.MinValue;
            if (actedAt + limit > idle)
            {
                if (actedAt + limit > idle + limit / PartOfLimit) Renew(session, actedAt, limit);
                idle = actedAt + limit;
            }
            return clock.GetUtcNow() < (idle < last ? idle : last);
        }
        // The directory of the sessions does not answer: by what was read last, so that its outage takes no citizen's counsellor away.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The session of a desk could not be read ({Failure}); it counts until its known end", fault.GetType().Name);
            var now = clock.GetUtcNow();
            return now < last && now < actedAt + limit;
        }
    }

    private bool IsStill(ClaimsPrincipal now) => now.IsInRole(StaffRoles.Counsellor) && now.FindFirstValue(ClaimTypes.NameIdentifier) == person;

    private void Renew(AuthenticationTicket session, DateTimeOffset usedAt, TimeSpan limit)
    {
        (session.Properties.IssuedUtc, session.Properties.ExpiresUtc) = (usedAt, usedAt + limit);
        sessions.Renew(name, session);
    }
}
