using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LettersBeforeTheirDate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "promised_for",
                table: "handoffs",
                type: "timestamp with time zone",
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
