using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>The few sentences that the engine says itself. A language without its own gets the French ones.</summary>
internal sealed record EnginePhrases(
    string NotUnderstood,
    string Greeting,
    string Thanks,
    string PickOnScreen,
    string PickByPhone,
    string PickByText,
    string SayWords,
    string SayPostcode,
    string SayPostcodeByPhone,
    string SayDate,
    string SayDateByPhone,
    string SayYesOrNo,
    string SayYesOrNoByPhone,
    string OfferHuman,
    string OtherChoices,
    string MoreChoices,
    string FromTheBeginning,
    string Understood,
    string GoBack,
    string GoBackByPhone,
    string GoBackByText,
    string Yes,
    string No)
{
    private static readonly EnginePhrases French = new(
        NotUnderstood: "Je n'ai pas compris votre réponse.",
        Greeting: "Bonjour.",
        Thanks: "Merci à vous.",
        PickOnScreen: "Choisissez une réponse, ou écrivez-la.",
        PickByPhone: "Tapez le numéro de votre choix sur votre téléphone.",
        PickByText: "Répondez par le numéro de votre choix.",
        SayWords: "Dites-le avec vos mots, en une phrase.",
        SayPostcode: "Écrivez les 5 chiffres de votre code postal, par exemple 59000.",
        SayPostcodeByPhone: "Tapez les 5 chiffres de votre code postal.",
        SayDate: "Écrivez le jour, le mois et l'année, par exemple 31/12/2024.",
        SayDateByPhone: "Tapez le jour, le mois et l'année, en 8 chiffres.",
        SayYesOrNo: "Répondez par oui ou par non.",
        SayYesOrNoByPhone: "Tapez 1 pour oui, 2 pour non.",
        OfferHuman: "Je n'arrive pas à vous comprendre. Voulez-vous parler à un conseiller ?",
        OtherChoices: "Voici les autres choix.",
        MoreChoices: "Autres choix",
        FromTheBeginning: "D'accord, je reprends au début.",
        Understood: "D'accord, je reprends avec : « {0} ».",
        GoBack: "Pour revenir au début, écrivez « retour ».",
        GoBackByPhone: "Pour revenir au début, tapez 7.",
        GoBackByText: "Pour revenir au début, envoyez RETOUR.",
        Yes: "Oui",
        No: "Non");

    private static readonly EnginePhrases English = new(
        NotUnderstood: "I did not understand your answer.",
        Greeting: "Hello.",
        Thanks: "Thank you.",
        PickOnScreen: "Pick an answer, or type it.",
        PickByPhone: "Press the number of your choice on your phone.",
        PickByText: "Reply with the number of your choice.",
        SayWords: "Say it in your own words, in one sentence.",
        SayPostcode: "Type the 5 digits of your postcode, for example 59000.",
        SayPostcodeByPhone: "Press the 5 digits of your postcode.",
        SayDate: "Type the day, the month and the year, for example 31/12/2024.",
        SayDateByPhone: "Press the day, the month and the year, 8 digits in all.",
        SayYesOrNo: "Answer yes or no.",
        SayYesOrNoByPhone: "Press 1 for yes, 2 for no.",
        OfferHuman: "I cannot understand you. Would you like to talk to a counsellor?",
        OtherChoices: "Here are the other choices.",
        MoreChoices: "Other choices",
        FromTheBeginning: "All right, back to the beginning.",
        Understood: "All right, back to: “{0}”.",
        GoBack: "To go back to the beginning, type “back”.",
        GoBackByPhone: "To go back to the beginning, press 7.",
        GoBackByText: "To go back to the beginning, send BACK.",
        Yes: "Yes",
        No: "No");

    public static EnginePhrases In(string language) => language == "en" ? English : French;

    /// <summary>The courtesy returned; null where nothing is.</summary>
    public string? Politely(Courtesy courtesy) => courtesy switch
    {
        Courtesy.Greeting => Greeting,
        Courtesy.Thanks => Thanks,
        _ => null,
    };

    public string HowToGoBack(FlowChannel channel) => channel switch
    {
        FlowChannel.Voice => GoBackByPhone,
        FlowChannel.Sms => GoBackByText,
        _ => GoBack,
    };

    public string HowToAnswer(AnswerKind kind, FlowChannel channel) => (kind, channel) switch
    {
        (AnswerKind.Choice, FlowChannel.Voice) => PickByPhone,
        (AnswerKind.Choice, FlowChannel.Sms) => PickByText,
        (AnswerKind.Choice, _) => PickOnScreen,
        (AnswerKind.Postcode, FlowChannel.Voice) => SayPostcodeByPhone,
        (AnswerKind.Postcode, _) => SayPostcode,
        (AnswerKind.Date, FlowChannel.Voice) => SayDateByPhone,
        (AnswerKind.Date, _) => SayDate,
        (AnswerKind.YesNo, FlowChannel.Voice) => SayYesOrNoByPhone,
        (AnswerKind.YesNo, _) => SayYesOrNo,
        _ => SayWords,
    };
}
