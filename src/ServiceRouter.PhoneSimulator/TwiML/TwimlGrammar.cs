namespace ServiceRouter.PhoneSimulator.TwiML;

/// <summary>Elements and attributes that the provider knows; anything else is skipped with warning 12200.</summary>
internal static class TwimlGrammar
{
    private const string Legs = "url method statusCallback statusCallbackMethod statusCallbackEvent";
    private const string Prompts = "Say Play Pause";

    private static readonly Dictionary<string, (string[] Attributes, string[] Children)> Known = new(StringComparer.Ordinal)
    {
        ["Say"] = Of("language voice loop", "break emphasis lang p s phoneme prosody say-as sub w amazon:effect amazon:domain"),
        ["Play"] = Of("loop digits"),
        ["Pause"] = Of("length"),
        ["Hangup"] = Of(""),
        ["Leave"] = Of(""),
        ["Reject"] = Of("reason"),
        ["Redirect"] = Of("method"),
        ["Gather"] = Of("input action method timeout speechTimeout maxSpeechTime actionOnEmptyResult finishOnKey numDigits language hints speechModel enhanced "
            + "profanityFilter partialResultCallback partialResultCallbackMethod bargeIn debug", Prompts),
        ["Enqueue"] = Of("action method waitUrl waitUrlMethod workflowSid maxQueueSize", "Task"),
        ["Dial"] = Of("action method timeout timeLimit callerId answerOnBridge hangupOnStar record recordingStatusCallback recordingStatusCallbackMethod "
            + "recordingStatusCallbackEvent recordingTrack ringTone sequential trim referUrl referMethod callReason events", "Number Client Sip Queue Conference"),
        ["Number"] = Of(Legs + " sendDigits byoc machineDetection amdStatusCallback amdStatusCallbackMethod"),
        ["Client"] = Of(Legs, "Identity Parameter"),
        ["Identity"] = Of(""),
        ["Sip"] = Of(Legs + " username password"),
        ["Queue"] = Of("url method reservationSid postWorkActivitySid"),
        ["Conference"] = Of("muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record region coach participantLabel "
            + "jitterBufferSize trim statusCallback statusCallbackMethod statusCallbackEvent recordingStatusCallback recordingStatusCallbackMethod "
            + "recordingStatusCallbackEvent eventCallbackUrl"),
        ["Record"] = Of("action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent transcribe transcribeCallback"),
        ["Connect"] = Of("action method", "ConversationRelay"),
        ["ConversationRelay"] = Of("url welcomeGreeting welcomeGreetingInterruptible welcomeGreetingLanguage language ttsLanguage transcriptionLanguage ttsProvider voice "
            + "transcriptionProvider speechModel interruptible interruptSensitivity dtmfDetection reportInputDuringAgentSpeech preemptible hints debug "
            + "elevenlabsTextNormalization intelligenceService events partialPrompts profanityFilter speechTimeout speechtimeout ignoreBackchannel "
            + "ignorebackchannel backgroundnoisereduction deepgramsmartformat", "Language Parameter"),
        ["Language"] = Of("code ttsProvider voice transcriptionProvider speechModel"),
        ["Parameter"] = Of("name value"),
        ["Task"] = Of("priority timeout"),
    };

    public static IEnumerable<string> Problems(TwimlElement element)
    {
        if (!Known.TryGetValue(element.Name, out var known))
            yield break; // SSML inside Say: what a voice makes of it is not checked.
        foreach (var attribute in element.Element.Attributes().Where(one => !one.IsNamespaceDeclaration && !known.Attributes.Contains(one.Name.LocalName)))
            yield return $"<{element.Name}> has no attribute « {attribute.Name.LocalName} »";
        foreach (var child in element.Children)
            if (known.Children.Contains(child.Name) || element.Name == "Say")
                foreach (var problem in Problems(child))
                    yield return problem;
            else
                yield return $"<{child.Name}> is nothing inside <{element.Name}>";
    }

    private static (string[], string[]) Of(string attributes, string children = "") =>
        (attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries), children.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
