using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>What the form of a conversation sends.</summary>
/// <param name="Texte">Words typed.</param>
/// <param name="Choix">Value of a button.</param>
/// <param name="Envoi">Id of the sending: twice the same counts once.</param>
/// <param name="Vu">Number of the newest message that the page shows.</param>
/// <param name="De">Mark of the conversation that the page shows; null or empty where it shows none.</param>
public sealed record SentForm(string? Texte, string? Choix, string? Envoi, int Vu, string? De = null)
{
    /// <summary>Nothing was written or pressed.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Texte) && string.IsNullOrEmpty(Choix);
}

/// <summary>Takes what a form of a conversation sent.</summary>
public sealed class SayOnWeb(ReceiveActivity receive, ReadTranscript transcript, FollowRequest follow, InTime inTime)
{
    public const string NothingWritten = "Écrivez votre message avant de l'envoyer.";

    /// <summary>The database does not answer.</summary>
    public const string NotSent = "Votre message n'a pas été envoyé : le service ne répond pas en ce moment. Il est gardé ici. Envoyez-le de nouveau dans quelques instants, ou demandez un conseiller.";

    /// <summary>For programs that send again by themselves; what comes by the second door is in the register after about as long.</summary>
    public const string AgainAfterSeconds = "2";

    /// <returns>Why it was not taken, in words, or null.</returns>
    public async Task<string?> RunAsync(Guid conversationId, SentForm form, CancellationToken ct)
    {
        var choice = string.IsNullOrEmpty(form.Choix) ? null : form.Choix;
        var label = choice is null ? null : await LabelAsync(conversationId, choice, ct);
        var text = label ?? choice ?? form.Texte?.Trim() ?? "";
        if (text.Length == 0) return NothingWritten;
        // A button that we offer is short, and may lead to a person; what only says that it is one is words.
        var isButton = label is not null || choice == ServiceChoices.Human;
        return (await receive.RunAsync(conversationId, new CitizenActivity(text, choice, form.Envoi, MayBeTooMany: !isButton, IsOfForm: true), ct))?.Text;
    }

    /// <summary>For the script: what is new since the page was drawn; where the page has heard more than the database holds, which was brought back from a copy of before, the page anew.</summary>
    public async Task<SentAnswer> AnswerAsync(Guid conversationId, string? receipt, int seen, string page, CancellationToken ct)
    {
        var news = await inTime.RunAsync(end => transcript.AfterAsync(conversationId, seen, end), ct);
        var isOlder = news.Count == 0 && seen > await inTime.RunAsync(end => transcript.LastNumberAsync(conversationId, end), ct);
        var status = receipt is null ? null : (await follow.RunAsync(receipt, ct))?.Status;
        return new SentAnswer([.. news.Select(ShownActivity.Of)], status, Board.NewSendId(), Goes: isOlder ? page : null, De: Board.MarkOf(conversationId));
    }

    // The label is taken from the message that offered the button, not from the form; null when none did.
    private async Task<string?> LabelAsync(Guid conversationId, string value, CancellationToken ct) =>
        (await inTime.RunAsync(end => transcript.ChoiceOfferedAsync(conversationId, value, end), ct))?.Label;
}

/// <summary>What the script gets back; <paramref name="Envoi"/> is the id of the next sending, <paramref name="Goes"/> the page to show instead, <paramref name="Keeps"/> whether the words are still to be sent there, <paramref name="De"/> the mark of the conversation.</summary>
public sealed record SentAnswer(IReadOnlyList<ShownActivity> Activities, RequestStatus? Status, string Envoi, string? Problem = null, string? Goes = null, bool Keeps = false, string? De = null);
