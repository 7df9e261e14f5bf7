using ServiceRouter.Platform;

namespace ServiceRouter.Desk;

/// <summary>What is wrong with one part of a description, in a sentence for people.</summary>
public sealed record DescriptionFault(DescribedField Field, string Text);

/// <summary>Whether a description of a counsellor can be taken; pure. All faults at once: whoever fills in a form mends it in one go.</summary>
internal static class DescriptionCheck
{
    public const int LongestName = 100;
    public const int LongestLine = 200;
    public const int LongestReason = 500;
    public const string French = "fr";
    // A column holds all ids in a row (RouterDbContext).
    private const int LongestIds = 400;

    /// <summary>One line where one line is meant, nothing twice, an empty alias or reason as none.</summary>
    public static CounsellorDescription Tidy(CounsellorDescription wanted) => new(
        Line(wanted.SpaceName), wanted.Territory.Trim(), Line(wanted.Quality), [.. wanted.Skills.OfType<string>().Distinct()], [.. wanted.Languages.OfType<string>().Distinct()],
        Line(wanted.Alias) is { Length: > 0 } alias ? alias : null, PlainText.OrNull(wanted.AliasReason));

    /// <param name="wanted">Tidied.</param>
    /// <param name="held">What stands: a skill or language that has left the lists since may stay.</param>
    /// <param name="isDepartment">Whether a code is one of a département.</param>
    /// <param name="isSkill">Whether an id is one of a skill.</param>
    public static IReadOnlyList<DescriptionFault> Faults(CounsellorDescription wanted, CounsellorDescription held, Func<string, bool> isDepartment, Func<string, bool> isSkill)
    {
        var faults = new List<DescriptionFault>();
        Unless(wanted.SpaceName.Length is > 0 and <= LongestLine, DescribedField.SpaceName, $"Donnez le nom de l'espace France services ({LongestLine} caractères au plus).");
        Unless(wanted.Territory.Length == 0 || isDepartment(wanted.Territory), DescribedField.Territory, "Choisissez un département de la liste, ou aucun.");
        Unless(wanted.Quality.Length is > 0 and <= LongestLine, DescribedField.Quality, $"Donnez la qualité que voient les usagers, par exemple « Conseillère France services » ({LongestLine} caractères au plus).");
        Unless(wanted.Skills.Count > 0, DescribedField.Skills, "Cochez au moins une compétence.");
        Unless(wanted.Skills.All(id => isSkill(id) || held.Skills.Contains(id)), DescribedField.Skills, "Une de ces compétences n'existe pas.");
        Unless(string.Join(' ', wanted.Skills).Length <= LongestIds, DescribedField.Skills, "Ces compétences sont trop nombreuses pour une seule personne : décochez-en.");
        Unless(wanted.Languages.Contains(French), DescribedField.Languages, "Le français fait partie des langues de chaque conseiller.");
        Unless(wanted.Languages.All(code => FrenchWords.Languages.ContainsKey(code) || held.Languages.Contains(code)), DescribedField.Languages, "Une de ces langues n'est pas connue du service.");
        Unless(wanted.Alias is null || wanted.Alias.Length <= LongestName, DescribedField.Alias, $"Le nom d'emprunt a {LongestName} caractères au plus.");
        Unless(wanted.Alias is null || wanted.AliasReason is not null, DescribedField.AliasReason, "Donnez le motif du nom d'emprunt : la loi n'en connaît pas d'autre que la sécurité publique et la sécurité des personnes.");
        Unless(wanted.Alias is not null || wanted.AliasReason is null, DescribedField.Alias, "Vous avez donné un motif sans nom d'emprunt : donnez le nom, ou videz le motif.");
        Unless(wanted.AliasReason is null || wanted.AliasReason.Length <= LongestReason, DescribedField.AliasReason, $"Le motif a {LongestReason} caractères au plus.");
        return faults;

        void Unless(bool isSo, DescribedField field, string text)
        {
            if (!isSo) faults.Add(new DescriptionFault(field, text));
        }
    }

    private static string Line(string? text) => string.Join(' ', PlainText.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
