using ServiceRouter.Desk;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>What a counsellor hears of a request before any key: its reason, its subject where one is known, its language where it is not theirs.</summary>
internal static class WhoAndWhy
{
    private const string Desk = "fr";

    public static string Of(Handoff handoff, FlowLibrary flows)
    {
        List<string> sentences = [flows.Reasons.GetValueOrDefault(handoff.Reason, "")];
        if (handoff.Skill != HumanAsk.ByCitizen.Skill && flows.Skills.TryGetValue(handoff.Skill, out var subject)) sentences.Add(Texts.Say("WhisperAbout.phone", Desk, subject));
        if (handoff.Language != Desk) sentences.Add(Texts.Say("WhisperLanguage.phone", Desk, FrenchWords.Language(handoff.Language)));
        return string.Join(". ", sentences.Where(sentence => sentence.Length > 0));
    }
}
