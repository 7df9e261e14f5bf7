using System.Globalization;
using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Listens for keys, for a sentence, or for whichever comes first, during its prompts and after them.</summary>
internal static class GatherVerb
{
    /// <summary>In the transcript, when the time was over.</summary>
    public const string NothingSaid = "nothing was said";

    public static async Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        var heard = new Gathering(leg, element);
        foreach (var prompt in element.Children.Where(child => child.Name is "Say" or "Play" or "Pause"))
        {
            if (prompt.Name == "Play" && prompt.Text.Length > 0)
                PlayVerb.Fetch(leg, prompt.Absolute(prompt.Text));
            foreach (var length in Prompt.Hear(leg, prompt))
            {
                await heard.DuringAsync(length);
                if (heard.HasAny)
                    break;
            }

            if (heard.HasAny)
                break;
        }

        heard.PressAsPlanned();
        await heard.ListenAsync();
        if (!heard.HasAny)
            leg.Hear(Heard.Line, NothingSaid);
        return heard.HasAny || element.Flag("actionOnEmptyResult", false) ? element.ActionOrAgain([.. heard.Result()]) : null;
    }

    /// <summary>What one Gather has heard so far.</summary>
    private sealed class Gathering(CallLeg leg, TwimlElement element)
    {
        private readonly bool wantsKeys = !element.Words("input").Any() || element.Words("input").Contains("dtmf");
        private readonly bool wantsSpeech = element.Words("input").Contains("speech");
        private readonly string finish = element["finishOnKey"] ?? "#";
        private readonly int most = element.Number("numDigits") ?? int.MaxValue;
        private readonly bool bargeIn = element.Flag("bargeIn", true);
        private readonly TimeSpan timeout = element.Seconds("timeout", TimeSpan.FromSeconds(5));
        private readonly PartialResults partials = new(leg, element);
        private string digits = "";
        private string speech = "";
        private double confidence;
        private bool isDone;

        public bool HasAny => digits.Length > 0 || speech.Length > 0;

        /// <summary>While a prompt sounds: what comes stops it, unless the service forbade that; then it is lost.</summary>
        public async Task DuringAsync(TimeSpan length)
        {
            if (!bargeIn)
            {
                await leg.PassAsync(length);
                return;
            }

            var start = leg.Network.Time.GetTimestamp();
            while (!HasAny && !isDone && length - leg.Network.Time.GetElapsedTime(start) is { Ticks: > 0 } left)
                if (await leg.Mailbox.NextAsync(left) is { } item)
                    Take(item);
        }

        public void PressAsPlanned()
        {
            if (!wantsKeys || leg.PressesWhenAsked is not { } keys)
                return;
            leg.PressesWhenAsked = null;
            leg.Call.Presses(keys);
        }

        public async Task ListenAsync()
        {
            // The first wait, and the one between keys, is the time-out; a sentence that goes on has the speech time-out.
            var speechTimeout = element.Seconds("speechTimeout", timeout);
            while (!isDone)
            {
                var limit = speech.Length > 0 ? speechTimeout : timeout;
                var start = leg.Network.Time.GetTimestamp();
                bool counts;
                do
                {
                    if (await leg.Mailbox.NextAsync(limit - leg.Network.Time.GetElapsedTime(start)) is not { } item)
                        return;
                    counts = Take(item);
                }
                while (!counts);
            }
        }

        public IEnumerable<(string Name, string Value)> Result()
        {
            if (speech.Length > 0)
            {
                yield return ("SpeechResult", speech);
                yield return ("Confidence", confidence.ToString("0.0#######", CultureInfo.InvariantCulture));
                yield return ("Language", element["language"] ?? "en-US");
            }
            else if (wantsKeys)
            {
                yield return ("Digits", digits);
            }
            else
            {
                yield return ("SpeechResult", "");
            }

            yield return ("msg", "Gather End");
        }

        private bool Take(LegEvent item)
        {
            switch (item)
            {
                case KeyPressed key when wantsKeys && speech.Length == 0:
                    isDone = finish.Contains(key.Key, StringComparison.Ordinal);
                    if (!isDone)
                        digits += key.Key;
                    isDone |= digits.Length >= most;
                    return true;
                case WordsSaid words when wantsSpeech && digits.Length == 0:
                    speech = speech.Length == 0 ? words.Text : $"{speech} {words.Text}";
                    confidence = words.Confidence;
                    isDone = !words.GoesOn;
                    partials.Tell(speech);
                    return true;
                case KeyPressed or WordsSaid:
                    leg.Hear(Heard.Line, "nobody listens");
                    return false;
                default:
                    return false;
            }
        }
    }
}
