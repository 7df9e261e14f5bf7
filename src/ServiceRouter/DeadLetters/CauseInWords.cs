using ServiceRouter.Contracts.Desk;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.DeadLetters;

/// <summary>What happened to a message, for people who serve citizens and not machines.</summary>
internal static class CauseInWords
{
    public static string Of(FailedBy failedBy) => failedBy switch
    {
        FailedBy.Consumer => "Le service n'a pas pu traiter ce message.",
        FailedBy.NoConsumer => "Le service ne connaît pas cette sorte de message.",
        FailedBy.Returns => "Ce message a fait échouer le service plusieurs fois de suite. Il a été mis de côté.",
        FailedBy.Sending => "Ce message n'a pas pu être envoyé, malgré plusieurs essais.",
        FailedBy.Journal => "Une demande gardée sur le disque n'a pas pu être lue ou enregistrée telle quelle.",
        _ => "Ce message a échoué.",
    };

    /// <summary>What the message was about.</summary>
    public static string About(string? type) => type switch
    {
        not null when type == typeof(HandoffAsked).FullName => "Un usager demande un conseiller.",
        not null when type == typeof(HandoffWaiting).FullName => "Une demande attend un conseiller.",
        not null when type == typeof(HandoffEnded).FullName => "Une demande est terminée, l'usager devait être invité à donner son avis.",
        not null when type == typeof(CounsellorAvailable).FullName => "Un conseiller est de nouveau disponible.",
        _ => "Message d'une sorte inconnue.",
    };
}
