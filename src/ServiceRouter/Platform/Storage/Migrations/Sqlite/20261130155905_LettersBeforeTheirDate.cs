using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LettersBeforeTheirDate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "promised_for",
                table: "handoffs",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "promised_for",
                table: "handoffs");
        }
    }
}
