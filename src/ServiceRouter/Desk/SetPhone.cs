using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A counsellor says at which telephone calls are taken: a number, also a mobile one, or the SIP address of a headset.</summary>
public sealed class SetPhone(Transactions transactions)
{
    private const int Longest = 100;
    private static readonly Refusal Wrong = Refusal.BadInput("counsellor-phone", "Ce numéro n'est pas reconnu. Exemples : 01 99 00 12 34, +33 1 99 00 12 34 ou sip:nom@exemple.fr. Les numéros surtaxés ou par satellite sont refusés.");

    /// <param name="counsellorId">Who.</param>
    /// <param name="number">Null or empty: no telephone, calls are then not rung anywhere.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, string? number, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var wanted = number?.Trim() ?? "";
            var dialled = wanted.Length == 0 ? null : Dialled(wanted);
            if (wanted.Length > 0 && dialled is null) return Wrong;
            var counsellor = await work.Db.Counsellors.SingleOrDefaultAsync(c => c.Id == counsellorId, token);
            if (counsellor is null) return new Refusal(404, "counsellor-unknown", "Ce compte n'est pas enregistré comme conseiller.");
            counsellor.Phone = dialled;
            counsellor.Version++;
            work.Announce(StreamName.Desk(counsellorId), LiveItem.Nudge);
            return null;
        }, ct);

    /// <summary>As it is dialled; null when it cannot be.</summary>
    internal static string? Dialled(string text)
    {
        if (text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase))
            return text.Length <= Longest && text.IndexOf('@', StringComparison.Ordinal) is var at and > 4 && at < text.Length - 1 && !text.Any(char.IsWhiteSpace) ? $"sip:{text[4..]}" : null;
        var digits = new string([.. text.Where(sign => char.IsAsciiDigit(sign) || sign == '+')]);
        if (text.Any(char.IsLetter)) return null;
        digits = PhoneNumberText.Dialled(digits)!;
        if (!digits.StartsWith('+') || digits.Length is < 9 or > 16 || digits[1..].Any(sign => sign == '+')) return null;
        return CallableNumber.Is(digits) ? digits : null;
    }
}
