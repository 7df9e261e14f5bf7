using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Channels;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Follow a request, write to it, turn the wait into something else, rate it.</summary>
[PacedByReceipt]
public sealed class SuivreModel(
    FollowRequest follow, SayOnWeb say, OpenConversation open, OwnConversation own, GivePostcode givePostcode, TellNeed tellNeed, GiveRating rate, SpaceDirectory directory,
    InTime inTime, TimeProvider clock) : RequestPage(follow)
{
    private const int SpacesShown = 3;

    public Board Board { get; private set; } = null!;

    public CallBackForm CallBack { get; private set; } = null!;

    public RatingForm Rating { get; private set; } = null!;

    public PlaceForm Place { get; private set; } = null!;

    public NeedForm Need { get; private set; } = null!;

    public IReadOnlyList<SpaceCard> Spaces { get; private set; } = [];

    public string HoursMention => HoursInWords.Mention(directory.ListDate);

    /// <summary>The receipt that opened the page, when the request has another: both were shown to the citizen, both lead here.</summary>
    public string? OtherReceipt => ReceiptCode.Parse(Receipt) is { } code && ReceiptCode.Print(code) is var typed && typed != Handoff.Receipt ? typed : null;

    /// <summary>This browser goes on with the conversation of the request: so would whoever uses it next.</summary>
    public bool IsOfThisDevice => CitizenCookie.Read(Request)?.ConversationId == Handoff.ConversationId;

    /// <summary>One sign after the other, to be read aloud.</summary>
    public string Spelt => SpeltOf(Handoff.Receipt);

    /// <inheritdoc cref="Spelt"/>
    public static string SpeltOf(string receipt) => string.Join(", ", receipt.Split('-').Select(group => string.Join(' ', group.ToCharArray())));

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync(withWords: true)) return Absent();
        KeepOnDevice();
        await FindNewerAsync();
        Draw();
        return Page();
    }

    public Task<IActionResult> OnPostAsync(SentForm form) => ActAsync(NotTaken.Of(form), async () =>
    {
        var conversationId = form.IsEmpty ? Handoff.ConversationId : await ConversationToWriteInAsync();
        var problem = await say.RunAsync(conversationId, form, HttpContext.RequestAborted);
        var goes = problem is null ? await ElsewhereNowAsync(conversationId) : null;
        if (WantsJson)
        {
            if (problem is not null) return JsonProblem(problem);
            return new JsonResult(goes is null
                ? await say.AnswerAsync(Handoff.ConversationId, Handoff.Receipt, form.Vu, Address, HttpContext.RequestAborted)
                : new SentAnswer([], null, Board.NewSendId(), Goes: goes));
        }
        if (problem is null) return Redirect(goes ?? Address + Board.ReplyPlace);
        await DrawAsync();
        Board = Board with { Draft = form.Texte, Problem = problem };
        return Again(problem);
    });

    /// <summary>A page that an earlier version drew sends the call-back here: where it is taken, the same form is sent again by the browser.</summary>
    public IActionResult OnPostRappel() => ReceiptCode.Parse(Receipt) is { } code ? RedirectPreserveMethod($"/appel?recepisse={ReceiptCode.Print(code)}") : NotFound();

    public Task<IActionResult> OnPostLieuAsync(string? code) => ActAsync(new NotTaken.Place(code), async () =>
    {
        var refusal = await inTime.RunAsync(ct => givePostcode.RunAsync(Handoff.ConversationId, code, ct), HttpContext.RequestAborted);
        if (refusal is null) return Redirect(Address + "#espaces");
        await DrawAsync();
        Place = Place with { Postcode = code, Problem = refusal.Text };
        return Again(refusal.Text);
    });

    public Task<IActionResult> OnPostBesoinAsync(AccessNeed? besoin) => ActAsync(new NotTaken.Need(besoin), async () =>
    {
        var problem = ModelState.IsValid
            ? (await inTime.RunAsync(ct => tellNeed.RunAsync(Handoff.Receipt, besoin, ct), HttpContext.RequestAborted))?.Text
            : "Ce choix n'existe pas : choisissez dans la liste.";
        if (problem is null) return Redirect(Address + "#besoin");
        await DrawAsync();
        Need = Need with { Besoin = besoin, Problem = problem };
        return Again(problem);
    });

    public Task<IActionResult> OnPostAvisAsync(int? note, Solved? resolu, string? mots) => ActAsync(new NotTaken.Opinion(note, resolu, mots), async () =>
    {
        var problem = note is null || resolu is null
            ? "Choisissez une note, et dites si votre problème est réglé."
            : (await inTime.RunAsync(ct => rate.RunAsync(Handoff.Receipt, note.Value, resolu.Value, mots, ct), HttpContext.RequestAborted))?.Text;
        if (problem is null) return Redirect(Address + "#avis");
        await DrawAsync();
        Rating = Rating with { Note = note, Resolu = resolu, Mots = mots, Problem = problem };
        return Again(problem);
    });

    /// <summary>What is true of a request that the database does not have yet, or cannot tell of now; null otherwise.</summary>
    public NotInRegister? Elsewhere { get; private set; }

    /// <summary>The request that was made in this conversation after this one had ended; null where none was, and where nobody can tell now.</summary>
    public NewestRequest? Newer { get; private set; }

    /// <summary>Why something was refused whose form is not on the page any more, since the request has changed meanwhile.</summary>
    public string? ProblemOfNoForm => (Board.Problem is not null ? Board.CanWrite : Rating.Problem is not null ? !Status.IsOpen : Status.IsOpen) ? null : Problem;

    protected override IActionResult Absent() => Absent(sent: null);

    /// <summary>What needs the row: when it cannot be read or written now, what was sent is given back, and nobody is told that it was taken.</summary>
    private async Task<IActionResult> ActAsync(NotTaken? sent, Func<Task<IActionResult>> act)
    {
        if (!await FindAsync()) return Absent(sent);
        KeepOnDevice();
        try
        {
            return await act();
        }
        catch (Exception e) when (IsAway(e))
        {
            Missing = new Followed.CannotLook(Handoff.Receipt, IsOurs: true);
            return Absent(sent);
        }
    }

    private IActionResult Absent(NotTaken? sent)
    {
        if (Missing is not (Followed.OnItsWay or Followed.CannotLook)) return NotFound();
        Elsewhere = new NotInRegister(Missing, sent) { Refreshes = sent is null && Request.Query[NotInRegister.Refreshing] == "oui" };
        var status = Missing is Followed.OnItsWay && sent is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (status == StatusCodes.Status503ServiceUnavailable) Response.Headers.RetryAfter = SayOnWeb.AgainAfterSeconds;
        return WantsJson ? JsonProblem(sent is null ? SayOnWeb.NothingWritten : SayOnWeb.NotSent, status, sent?.SendId) : new PageResult { StatusCode = status };
    }

    private async Task DrawAsync()
    {
        await ReadWordsAsync();
        await FindNewerAsync();
        Draw();
    }

    private void KeepOnDevice()
    {
        if (!Handoff.IsErased) OwnConversation.Renew(HttpContext, Handoff.ConversationId);
    }

    /// <summary>A page that was open when its words were erased says what comes now in a conversation of this browser.</summary>
    private async Task<Guid> ConversationToWriteInAsync() =>
        Handoff.IsErased ? (await own.FindAsync(HttpContext) ?? await own.StartAsync(HttpContext, Language)).Id : Handoff.ConversationId;

    /// <summary>Where what was just said goes on; null: on this page.</summary>
    private async Task<string?> ElsewhereNowAsync(Guid conversationId)
    {
        // Read as open a moment ago: nothing that was said to it made another.
        if (Status.IsOpen && conversationId == Handoff.ConversationId) return null;
        if (await NewestAsync(conversationId) is { IsOpen: true } newest && newest.Receipt != Handoff.Receipt) return $"/demande/{newest.Receipt}{Board.ReplyPlace}";
        return conversationId == Handoff.ConversationId ? null : $"/chat{Board.ReplyPlace}";
    }

    private async Task FindNewerAsync()
    {
        if (Status.IsOpen) return;
        try
        {
            if (await NewestAsync(Handoff.ConversationId) is { } newest && newest.Receipt != Handoff.Receipt) Newer = newest;
        }
        catch (Exception e) when (IsAway(e))
        {
            // The page is right without it.
        }
    }

    private Task<NewestRequest?> NewestAsync(Guid conversationId) => inTime.RunAsync(ct => open.NewestAsync(conversationId, ct), HttpContext.RequestAborted);

    private void Draw()
    {
        // After its end a question may be asked here, whether to speak to somebody again: it can be answered where it stands.
        var isAsked = Newer is not { IsOpen: true } && Activities is [.., { Choices.Count: > 0 }];
        Board = new Board { Action = Address, Live = Address + "/direct", Activities = Activities, Status = Status, CanWrite = Status.IsOpen || isAsked, TakesDraft = Status.IsOpen, Language = OtherLanguage };
        CallBack = new CallBackForm("/appel", Handoff.Receipt, Lieu: TerritoryTime.Overseas.ContainsKey(Handoff.Territory ?? "") ? Handoff.Territory : null, Departement: Handoff.Territory);
        Rating = RatingForm.Of(Handoff.Receipt) with { Rated = Handoff.Rated };
        Place = PlaceForm.Of(Handoff.Receipt) with { Postcode = Handoff.Postcode };
        Need = NeedForm.Of(Handoff.Receipt) with { Besoin = Handoff.Need };
        if (Handoff.Postcode is not { } postcode || !Status.IsOpen) return;
        var now = clock.GetUtcNow();
        var near = directory.NearestOpenFirst(postcode, SpacesShown, now);
        Spaces = [.. near.Spaces.Select(n => SpaceCard.Of(n.Space, n.Space.Postcode == postcode ? "Même code postal" : near.DistancesAreRough ? null : SpaceCard.DistanceInWords(n.Km), now))];
    }
}

/// <summary>The rating form as it was filled in.</summary>
public sealed record RatingForm(string Action, bool Rated = false, int? Note = null, Solved? Resolu = null, string? Mots = null, string? Problem = null)
{
    /// <summary>Empty, for a printed receipt.</summary>
    public static RatingForm Of(string receipt) => new($"/demande/{receipt}?handler=Avis#avis");
}

/// <summary>The form of a postcode as it was filled in.</summary>
public sealed record PlaceForm(string Action, string? Postcode = null, string? Problem = null)
{
    /// <summary>Empty, for a printed receipt.</summary>
    public static PlaceForm Of(string receipt) => new($"/demande/{receipt}?handler=Lieu#espaces");
}

/// <summary>How somebody wants to be spoken with, as it was chosen.</summary>
public sealed record NeedForm(string Action, AccessNeed? Besoin = null, string? Problem = null)
{
    /// <summary>Nothing chosen.</summary>
    public static NeedForm Of(string receipt) => new($"/demande/{receipt}?handler=Besoin#besoin");
}
