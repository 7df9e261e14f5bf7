using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk;

/// <summary>Names a pool: a département code, a skill id, or "code/skill".</summary>
internal static class PoolName
{
    /// <summary>What is answered when a pool that is not known was named, for a transfer as for a second counsellor.</summary>
    public static readonly Refusal Unknown = Refusal.BadInput("transfer-pool", "Ce groupe n'existe pas.");

    public static void Apply(string pool, Handoff handoff)
    {
        foreach (var part in Parts(pool))
        {
            if (IsTerritory(part)) handoff.MoveTo(part);
            else handoff.Skill = part;
        }
    }

    /// <summary>It names something, and nothing but départements and skills that exist.</summary>
    public static bool IsKnown(string pool, Func<string, bool> isDepartment, Func<string, bool> isSkill) =>
        Parts(pool) is { Length: > 0 } parts && parts.All(part => IsTerritory(part) ? isDepartment(part) : isSkill(part));

    /// <summary>A counsellor of that territory and with those skills is in it.</summary>
    public static bool Holds(string pool, string territory, IReadOnlyCollection<string> skills) =>
        Parts(pool).All(part => IsTerritory(part) ? territory == part : skills.Contains(part));

    /// <summary>It names a skill and no département: whoever knows the matter, wherever they are.</summary>
    public static bool IsSkillAlone(string pool) => Parts(pool) is { Length: > 0 } parts && !parts.Any(IsTerritory);

    /// <summary>It names a département, with a skill or without.</summary>
    public static bool NamesTerritory(string pool) => Parts(pool).Any(IsTerritory);

    private static string[] Parts(string pool) => pool.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // Every département code starts with a digit, no skill id does.
    private static bool IsTerritory(string part) => char.IsAsciiDigit(part[0]);
}
