namespace ServiceRouter.Host.Desk;

/// <summary>A conversation that is not on the screen and in which somebody may be in danger: nothing else of the desk comes before it.</summary>
/// <param name="Place">In the list, from 1: what the counsellor presses with Alt.</param>
/// <param name="Talk">Which.</param>
internal sealed record DeskAlarm(int Place, Talk Talk)
{
    /// <summary>Another of the same conversation, when danger is said in it once more.</summary>
    public string Mark => $"{Talk.Receipt}/{Talk.Danger?.Number}";

    /// <summary>All of them: first those in which danger was said just now, then those of somebody in distress who has written something else.</summary>
    public static IReadOnlyList<DeskAlarm> Of(IReadOnlyList<Talk> talks) =>
        [.. talks.Select((talk, index) => new DeskAlarm(index + 1, talk)).Where(alarm => alarm.Talk.Alarms).OrderBy(alarm => alarm.Talk.Danger is null)];
}
