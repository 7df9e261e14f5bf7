using ServiceRouter.Handoffs;

namespace ServiceRouter.Desk;

/// <summary>Names a pool: a département code, a skill id, or "code/skill".</summary>
internal static class PoolName
{
    public static void Apply(string pool, Handoff handoff)
    {
        foreach (var part in pool.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Every département code starts with a digit, no skill id does.
            if (char.IsAsciiDigit(part[0])) handoff.MoveTo(part);
            else handoff.Skill = part;
        }
    }
}
