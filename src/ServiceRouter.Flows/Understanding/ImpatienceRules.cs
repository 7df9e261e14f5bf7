namespace ServiceRouter.Flows.Understanding;

/// <summary>How impatience is said without a word about the machine. The signs of a pattern are explained on <see cref="Wording"/>.</summary>
internal static class ImpatienceRules
{
    public static readonly (string Name, string Wording)[] Indirect =
    [
        ("mocked", "foutez|fous|foutent|moquez|moques|fichez de moi|nous|ma_gueule|ma_tete|la_gueule"),
        ("same again", "toujours|encore|deja ?la|les meme|memes|# reponse|reponses|chose|choses|question|questions|phrase|phrases"),
        ("not understood", "vous|tu|ca|il ?ne ?me comprenez|comprends|comprend|ecoutez|lisez ?toujours|vraiment rien|pas|jamais"),
        ("not understood", "pas .. ma|la question"),
        ("not at ease", "informatique|ordinateur|ordinateurs|internet|numerique .. connais|comprends rien|pas|mal"),
        ("does not work", "marche|fonctionne ?vraiment pas|mal votre|vos"),
        ("nobody helps", "personne ?ne ?n peut|veut|sait|pour m|nous aider|repondre|expliquer"),
        ("arabic", "لم|ما افهم|فهمت"),
    ];
}
